"""Creates the demo's records and site if they are missing; never changes existing ones."""

import csv
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.apps import apps
from django.core.files.images import ImageFile
from django.db import transaction
from django.db.models import JSONField, Model
from wagtail.images.models import Image
from wagtail.models import Page, Site

from cms.content.importer.draft import page_types
from cms.content.importer.sources.folder import INDEX, read
from cms.content.models import Topic
from cms.directory.models import MemberState, Person


def rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@transaction.atomic
def load_records(folder: Path) -> None:
    """Create members with flags, people and topics; each only if none exists."""
    names = folder / "names"
    if not MemberState.objects.exists():
        translated = names_of(names / "member_states.csv")
        for row in rows(folder / "member_states.csv"):
            flag = load_flag(folder / "flags" / f"{row['iso_code'].lower()}.svg", row["name"])
            texts = translated.get(row["iso_code"], {})
            MemberState.objects.create(**row, flag=flag, translations=texts)
    if not Person.objects.exists():
        states = {state.iso_code: state for state in MemberState.objects.all()}
        translated = names_of(names / "people.csv")
        for row in rows(folder / "people.csv"):
            country, texts = states.get(row["country"]), translated.get(row["name"], {})
            Person.objects.create(**row | {"country": country, "translations": texts})
    if not Topic.objects.exists():
        translated = names_of(names / "topics.csv")
        Topic.objects.bulk_create(
            Topic(**row, translations=translated.get(row["slug"], {}))
            for row in rows(folder / "topics.csv")
        )


def load_vocabularies(folder: Path) -> None:
    """Create the keyed records of each `<model label>.csv` if there are none of the model.

    Records that are there without any translation, with the file's name, get its translations.
    """
    for file in sorted((folder / "vocabularies").glob("*.csv")):
        model = apps.get_model(file.stem)
        translated = names_of(folder / "names" / file.name)
        with transaction.atomic():
            is_empty = not model.objects.exists()
            for row in rows(file):
                texts = translated.get(row["key"], {})
                if is_empty:
                    model.objects.create(**_typed(model, row), translations=texts)
                else:
                    existing = model.objects.filter(key=row["key"], name=row["name"])
                    for record in existing.filter(translations={}):
                        record.translations = texts
                        record.save()


def _typed(model: type[Model], row: dict[str, str]) -> dict[str, object]:
    """Return the values of a row as the model's columns take them; lists are space-separated."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    return {
        name: text.split()
        if isinstance(field := fields[name], JSONField)
        else field.to_python(text)
        for name, text in row.items()
    }


def names_of(file: Path) -> dict[str, dict[str, dict[str, str]]]:
    """Return the translations of each record by its key, the first column.

    A row holds the name in each language, or the field that its column `field` names.
    """
    translations: dict[str, dict[str, dict[str, str]]] = {}
    for row in rows(file):
        field = row.pop("field", "name")
        key, *texts = row.items()
        record = translations.setdefault(key[1], {})
        for code, text in texts:
            if text:
                record.setdefault(code, {})[field] = text
    return translations


def load_flag(file: Path, state: str) -> Image:
    with file.open("rb") as content:
        flag: Image = Image.objects.create(
            title=f"Flag of {state}",
            description=f"Flag of {state}",
            file=ImageFile(content, name=f"flag-{file.name}"),
        )
    return flag


def load_site(folder: Path, base_url: str, name: str) -> None:
    """Create a default site whose root page has the type given in the folder's `index.md`.

    It replaces only Wagtail's welcome page; a site with another root page is not changed.
    """
    fields, _ = read((folder / INDEX).read_text(encoding="utf-8"))
    model = page_types()[str(fields["type"]).lower()]
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site and site.root_page.specific_class is not Page:
        return
    with transaction.atomic():
        top = Page.objects.get(depth=1)
        root = top.add_child(instance=model(title=fields["title"], slug="site"))
        parts = urlsplit(base_url)
        site = site or Site(is_default_site=True)
        welcome, site.root_page = site.root_page if site.pk else None, root
        site.hostname, site.site_name = parts.hostname, name
        site.port = parts.port or (443 if parts.scheme == "https" else 80)
        site.save()
        if welcome and welcome.depth > 1 and welcome.is_leaf():
            welcome.delete()
