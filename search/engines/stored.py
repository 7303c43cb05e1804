"""What an index keeps of a document besides what it searches: all that results show."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from search.document import Crumb, SearchDocument
from search.text.highlight import READ


def kept(document: SearchDocument) -> dict[str, Any]:
    """As JSON can hold it; long text is cut to what excerpts read."""
    told = asdict(document)
    told["date"] = document.date.isoformat() if document.date else None
    return told | {"body": document.body[:READ], "attached": document.attached[:READ]}


def read_stored(told: Mapping[str, Any]) -> SearchDocument:
    """The document as far as it was kept."""
    fields = dict(told)
    fields["date"] = date.fromisoformat(told["date"]) if told["date"] else None
    fields["breadcrumbs"] = tuple(Crumb(**crumb) for crumb in told["breadcrumbs"])
    for name in ("headings", "topics", "topic_labels"):
        fields[name] = tuple(told[name])
    return SearchDocument(**fields)
