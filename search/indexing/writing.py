"""Brings a generation of an index up to date with changes of the log."""

from collections.abc import Sequence
from itertools import batched

from wagtail.models import Site

from cms.changes import log
from cms.changes.affected import affected
from cms.changes.models import Change
from cms.changes.place import Place
from cms.maintenance.register import register
from search.engines.protocol import Generation
from search.indexing.batches import PAGES_AT_ONCE
from search.indexing.builder import build

PAGES_A_WRITE = 1000  # committed together; bounds memory


def write_changes(generation: Generation, changes: Sequence[Change], upto: Place) -> None:
    """Bring a generation from its place to `upto`; the affected pages are read from the database.

    The place is written last, so after a crash in between this is done again.
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
