"""What an index keeps of a document besides what it searches: all that results show."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from search.document import Crumb, SearchDocument
from search.text.highlight import READ

FIELDS = tuple(each.name for each in fields(SearchDocument))


def kept(document: SearchDocument) -> dict[str, Any]:
    """As JSON can hold it; long text is cut to what excerpts read."""
    told: dict[str, Any] = {name: getattr(document, name) for name in FIELDS}
    told["breadcrumbs"] = [{"title": e.title, "path": e.path} for e in document.breadcrumbs]
    told["date"] = document.date.isoformat() if document.date else None
    more = {name: text[:READ] for name, text in document.more_texts.items()}
    cut = {"body": document.body[:READ], "attached": document.attached[:READ]}
    return told | cut | {"more_texts": more}


def rest(document: SearchDocument) -> dict[str, str]:
    """Return what `kept` leaves out of long texts, by the name of the text."""
    texts = {"body": document.body, "attached": document.attached, **document.more_texts}
    return {name: text[READ:] for name, text in texts.items() if len(text) > READ}


def read_stored(told: Mapping[str, Any]) -> SearchDocument:
    """The document as far as it was kept."""
    known = dict(told)
    known["date"] = date.fromisoformat(told["date"]) if told["date"] else None
    known["breadcrumbs"] = tuple(Crumb(**crumb) for crumb in told["breadcrumbs"])
    for name in ("headings", "topics", "topic_labels"):
        known[name] = tuple(told[name])
    known["more_values"] = {name: tuple(values) for name, values in told["more_values"].items()}
    return SearchDocument(**known)
