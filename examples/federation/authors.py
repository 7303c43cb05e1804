"""The `author` facet: how it is read from a page, and all its values."""

from collections.abc import Iterable
from typing import Any

from cms.maintenance.state import Content, public_state


def authors_of(page: Any) -> Iterable[str]:
    """Return the names of the authors of a news page; other pages have none."""
    return [person.name for person in page.authors.all()] if hasattr(page, "authors") else []


def author_names() -> dict[str, tuple[str, ...]]:
    """Return the authors of news that the public may read, in the order of the alphabet."""
    from examples.federation.models import NewsPage

    pages = NewsPage.objects.live().prefetch_related("authors")
    names = {
        name
        for page in pages
        if isinstance(public_state(page), Content)
        for name in authors_of(page)
    }
    return {name: (name,) for name in sorted(names)}
