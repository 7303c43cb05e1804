"""Reads the items and terms of a WordPress export (WXR)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

TOPICS = {"category", "post_tag"}
"""The taxonomies whose terms are topics."""
UNSORTED = {"uncategorized", "uncategorised"}
_NAMESPACE = re.compile(r"\{[^}]*\}")


@dataclass(slots=True)
class Item:
    """One entry of the export; its fields by local name.

    `terms` are names of categories and tags; `taxonomies` has the slug and name of one term for
    each other taxonomy.
    """

    where: str
    fields: Mapping[str, str]
    terms: list[str]
    meta: dict[str, str] = field(default_factory=dict)
    taxonomies: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def kind(self) -> str:
        return self["post_type"]

    @property
    def is_public(self) -> bool:
        return self["status"] == "publish" and not self["post_password"]


class Term(NamedTuple):
    """A term of a taxonomy; plug-ins keep data in its description."""

    taxonomy: str
    slug: str
    description: str


def read_export(path: Path) -> tuple[list[Item], list[Term]]:
    """Return the items and terms; raises ValueError if the file is not a complete export."""
    items: list[Item] = []
    terms: list[Term] = []
    is_export = False
    try:
        for _event, element in iterparse(str(path), events=("end",), forbid_dtd=True):
            name = _local(element)
            is_export = is_export or name == "wxr_version"
            if name == "item":
                items.append(_item(element, len(items) + 1))
                element.clear()
            elif name == "term":
                terms.append(_term(element))
                element.clear()
    except ParseError as error:
        line, column = error.position
        raise ValueError(
            f"it is not whole XML (line {line}, column {column}): export it once more."
        ) from error
    except DefusedXmlException as error:
        raise ValueError("it declares entities, which no WordPress export does.") from error
    if not is_export:
        raise ValueError("it is not a WordPress export: use Tools → Export there.")
    return items, terms


def _item(element: Element, number: int) -> Item:
    fields: dict[str, str] = {}
    terms: list[str] = []
    meta: dict[str, str] = {}
    taxonomies: dict[str, tuple[str, str]] = {}
    comments = 0
    for child in element:
        name = _local(child)
        text = (child.text or "").strip()
        if name == "category":
            domain = child.get("domain", "")
            if domain not in TOPICS:
                taxonomies[domain] = (child.get("nicename", ""), text)
            elif text and text.casefold() not in UNSORTED:
                terms.append(text[:80])
        elif name == "postmeta":
            pair: dict[str, Any] = {_local(each): each.text or "" for each in child}
            meta[pair.get("meta_key", "")] = pair.get("meta_value", "")
        elif name == "comment":
            comments += 1
        elif name == "encoded":  # content and excerpt differ by their namespaces only
            fields["excerpt" if "excerpt" in child.tag else "content"] = child.text or ""
        else:
            fields[name] = text
    title = fields.get("title", "")
    where = f"item {fields.get('post_id') or number} “{title[:40]}”"
    fields["comments"] = str(comments)
    return Item(where, fields, [*dict.fromkeys(terms)], meta, taxonomies)


def _term(element: Element) -> Term:
    values = {_local(child): (child.text or "").strip() for child in element}
    return Term(*(values.get(f"term_{name}", "") for name in ("taxonomy", "slug", "description")))


def _local(element: Element) -> str:
    return _NAMESPACE.sub("", element.tag)
