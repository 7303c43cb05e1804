"""The part of a document that an index keeps to show it in results."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from search.document import Crumb, SearchDocument
from search.text.highlight import READ

FIELDS = tuple(each.name for each in fields(SearchDocument))


def kept(document: SearchDocument) -> dict[str, Any]:
    """Return the document as JSON can hold it; long texts are cut to what excerpts read."""
    values: dict[str, Any] = {name: getattr(document, name) for name in FIELDS}
    values["breadcrumbs"] = [{"title": e.title, "path": e.path} for e in document.breadcrumbs]
    values["date"] = document.date.isoformat() if document.date else None
    more = {name: text[:READ] for name, text in document.more_texts.items()}
    cut = {"body": document.body[:READ], "attached": document.attached[:READ]}
    return values | cut | {"more_texts": more}


def rest(document: SearchDocument) -> dict[str, str]:
    """Return what `kept` leaves out of long texts, by the name of the text."""
    texts = {"body": document.body, "attached": document.attached, **document.more_texts}
    return {name: text[READ:] for name, text in texts.items() if len(text) > READ}


def read_stored(stored: Mapping[str, Any]) -> SearchDocument:
    """Return the document as far as it was kept."""
    known = dict(stored)
    known["date"] = date.fromisoformat(stored["date"]) if stored["date"] else None
    known["breadcrumbs"] = tuple(Crumb(**crumb) for crumb in stored["breadcrumbs"])
    for name in ("names", "headings", "topics", "topic_labels"):
        known[name] = tuple(stored[name])
    known["more_values"] = {name: tuple(values) for name, values in stored["more_values"].items()}
    return SearchDocument(**known)
