"""The pages that an index is built from, and the documents of a batch of them."""

import logging
from collections.abc import Callable, Iterable, Iterator

from django.db import DatabaseError
from django.db.models import QuerySet
from wagtail.models import Page

from cms.changes.affected import ids_in_order
from search.document import SearchDocument
from search.indexing.builder import BuildResult, build

PAGES_AT_ONCE = 250  # built together, with a fixed number of queries

type Build = Callable[[Iterable[int], int], BuildResult]

logger = logging.getLogger(__name__)


def indexed_pages() -> "QuerySet[Page]":
    """Return all pages that may be public."""
    pages: QuerySet[Page] = Page.objects.filter(live=True, depth__gt=1)
    return pages


def page_ids() -> Iterator[int]:
    """Yield the ids of all pages that may be public, in order."""
    return ids_in_order(indexed_pages())


def build_documents(
    batch: Iterable[int], version: int, builder: Build | None = None
) -> list[SearchDocument]:
    """Return the documents of a batch, without those that fail to build, which are logged.

    `builder` is used in place of `build`.

    Raises DatabaseError, so that an outage does not lead to an empty index.
    """
    ids = list(batch)
    try:
        return (builder or build)(ids, version).documents
    except DatabaseError:
        raise
    except Exception:
        if len(ids) == 1:
            logger.exception("Page %s cannot be indexed.", ids[0])
            return []
        return [document for each in ids for document in build_documents([each], version, builder)]
