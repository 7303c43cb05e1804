"""Brings a generation of an index up to date with changes of the log."""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import batched
from operator import or_

from django.db.models import Q
from wagtail.models import Page, Site

from cms.changes import log
from cms.changes.models import Change, Kind
from cms.changes.place import Place
from cms.maintenance.register import register
from search.engines.protocol import Generation
from search.indexing.batches import PAGES_AT_ONCE
from search.indexing.builder import build

PAGES_A_WRITE = 1000  # committed together; bounds memory
ROOTS_AT_ONCE = 50


def write_changes(generation: Generation, changes: Sequence[Change], upto: Place) -> None:
    """Brings a generation from its place to `upto`; whatever the changes say, pages are read anew.

    The place is written last, so that a crash in between means doing it again.
    """
    # The pages are read after the log, so they are at least as new as the version says.
    version = log.head().version
    register.invalidate()
    Site.clear_site_root_paths_cache()
    before = generation.place() or str(upto)
    writes = list(batched(affected(changes), PAGES_A_WRITE))
    for number, page_ids in enumerate(writes, 1):
        built = [build(some, version) for some in batched(page_ids, PAGES_AT_ONCE)]
        documents = [document for each in built for document in each.documents]
        gone = [page_id for each in built for page_id in each.gone]
        place = str(upto) if number == len(writes) else before
        generation.write(documents, gone, version=version, place=place)
    if not writes:
        generation.write([], [], version=version, place=str(upto))


def affected(changes: Iterable[Change]) -> Iterator[int]:
    """The pages that the changes are about, each once.

    With those below where a change says so, and aliases of what is withheld with them.
    """
    pages: dict[int, None] = {}
    roots: set[int] = set()
    withheld: set[int] = set()
    for change in changes:
        if change.page_id is not None and change.kind != Kind.STEERING:
            pages[change.page_id] = None
            if change.subtree:
                roots.add(change.page_id)
            if change.kind == Kind.MAINTENANCE:
                withheld.add(change.page_id)
    if withheld:
        aliases = Page.objects.filter(alias_of__in=withheld).values_list("pk", flat=True)
        pages |= dict.fromkeys(aliases)
    yield from pages
    paths = Page.objects.filter(pk__in=roots, numchild__gt=0).values_list("path", flat=True)
    for some in batched(_outermost(paths), ROOTS_AT_ONCE):
        below = reduce(or_, (Q(path__startswith=path) for path in some))
        for page_id in Page.objects.filter(below).values_list("pk", flat=True).iterator():
            if page_id not in pages:
                yield page_id


def _outermost(paths: Iterable[str]) -> list[str]:
    """Without those that lie below another."""
    kept: list[str] = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept
