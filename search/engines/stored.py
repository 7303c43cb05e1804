"""The part of a document that an index stores for showing it in results."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from search.document import Crumb, SearchDocument
from search.text.highlight import READ

FIELDS = tuple(each.name for each in fields(SearchDocument))


def stored_values(document: SearchDocument) -> dict[str, Any]:
    """Return the document as JSON values; long texts are cut to the length that excerpts read."""
    values: dict[str, Any] = {name: getattr(document, name) for name in FIELDS}
    values["breadcrumbs"] = [{"title": e.title, "path": e.path} for e in document.breadcrumbs]
    values["date"] = document.date.isoformat() if document.date else None
    more = {name: text[:READ] for name, text in document.more_texts.items()}
    cut = {"body": document.body[:READ], "attached": document.attached[:READ]}
    return values | cut | {"more_texts": more}


def rest(document: SearchDocument) -> dict[str, str]:
    """Return the ends of long texts, which `stored_values` cuts off, by the name of the text."""
    texts = {"body": document.body, "attached": document.attached, **document.more_texts}
    return {name: text[READ:] for name, text in texts.items() if len(text) > READ}


def read_stored(stored: Mapping[str, Any]) -> SearchDocument:
    """Return the document of stored values; its long texts end where they were cut."""
    values = dict(stored)
    values["date"] = date.fromisoformat(stored["date"]) if stored["date"] else None
    values["breadcrumbs"] = tuple(Crumb(**crumb) for crumb in stored["breadcrumbs"])
    for name in ("names", "headings", "topics", "topic_labels"):
        values[name] = tuple(stored[name])
    values["more_values"] = {name: tuple(more) for name, more in stored["more_values"].items()}
    return SearchDocument(**values)
