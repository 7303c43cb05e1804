"""Fields of an organ's front matter that are more than one column's value."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from wagtail.models import Page

from cms.content.importer.fields import NOTHING
from cms.content.importer.references import References
from cms.directory.models import MemberState, Person

HEAD = ("honorific", "name", "title", "country", "term")
LIMITS = {"honorific": 40, "name": 150, "title": 200, "term": 40}


@dataclass(frozen=True, slots=True)
class HeadRecord:
    honorific: str
    name: str
    title: str
    country: MemberState | None
    term: str


class Head:
    """`head: {honorific, name, title, country, term}`: a person of the directory in an office."""

    def read(self, value: object, references: References) -> HeadRecord | None:
        if value in NOTHING:
            return None
        if not isinstance(value, Mapping) or not value.get("name"):
            raise ValueError("head should hold at least a name: head: {name: …, country: KH}.")
        if unknown := set(value) - set(HEAD):
            raise ValueError(f"head has no {', '.join(sorted(unknown))}: use {', '.join(HEAD)}.")
        text = {key: str(value.get(key) or "").strip() for key in HEAD}
        for key, limit in LIMITS.items():
            if len(text[key]) > limit:
                raise ValueError(f"head.{key} has more than {limit} characters.")
        country = self._country(text.pop("country"))
        return HeadRecord(**text, country=country)

    def _country(self, code: str) -> MemberState | None:
        if not code:
            return None
        member = MemberState.objects.filter(iso_code=code.upper()).first()
        if member is None:
            codes = ", ".join(MemberState.objects.values_list("iso_code", flat=True))
            raise ValueError(
                f"head.country {code!r} is not the ISO code of a member: "
                f"{f'choose from {codes}' if codes else 'add the members first'}."
            )
        return member

    def apply(self, page: Any, read: HeadRecord | None) -> None:
        if read is None:
            page.head, page.head_title, page.head_term = None, "", ""
            return
        person = Person.objects.filter(name=read.name).first() or Person(name=read.name)
        person.honorific = read.honorific or person.honorific
        person.country = read.country or person.country
        person.save()
        page.head, page.head_title, page.head_term = person, read.title, read.term


class Relations:
    """`relations: [{kind: heads, to: /what-we-do/secretariat/}]`."""

    def read(self, value: object, references: References) -> list[tuple[str, Page]]:
        relation = apps.get_model("whatwedo", "OrganRelation")
        kinds = [value for value, _ in relation._meta.get_field("kind").flatchoices]
        if not isinstance(value, list):
            raise ValueError("relations should be a list of {kind: …, to: /path/}.")
        relations = []
        for entry in value:
            if not isinstance(entry, Mapping) or set(entry) != {"kind", "to"}:
                raise ValueError("each of the relations should be {kind: …, to: /path/}.")
            if entry["kind"] not in kinds:
                raise ValueError(
                    f"the relation {entry['kind']!r} is not known: choose from {', '.join(kinds)}."
                )
            if target := references.page(str(entry["to"])):
                relations.append((entry["kind"], target))
        return relations

    def apply(self, page: Any, read: list[tuple[str, Page]]) -> None:
        relation = apps.get_model("whatwedo", "OrganRelation")
        page.relations = [relation(kind=kind, to_id=target.pk) for kind, target in read]
