"""A search result, prepared for the template of the search page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import mark_safe

from cms.languages.formats import write_date
from search.document import Crumb
from search.service.search import PublicHit
from search.vocabulary.labels import labels


@dataclass(frozen=True, slots=True)
class Card:
    """A result on the search page; `title` and `excerpt` are HTML if words are marked."""

    id: int
    locale: str
    path: str
    breadcrumbs: Sequence[Crumb]
    title: str
    excerpt: str
    is_withheld: bool
    type: str
    day: str
    date: str


def card(public_hit: PublicHit) -> Card:
    document, highlights = public_hit.hit.document, public_hit.hit.highlights
    # Excerpts are already escaped; their only markup is `<mark>`.
    title = mark_safe(highlights.title[0]) if highlights.title else document.title  # noqa: S308
    excerpt = mark_safe(highlights.excerpt) if highlights.body else document.summary  # noqa: S308
    return Card(
        id=document.id,
        locale=document.locale,
        path=document.path,
        breadcrumbs=document.breadcrumbs,
        title=title,
        excerpt=excerpt,
        is_withheld=document.state == "maintenance",
        type=labels("type", [document.type])[document.type],
        day=document.date.isoformat() if document.date else "",
        date=write_date(document.date) if document.date else "",
    )
