"""Updates a generation of an index with changes of the log."""

from collections.abc import Sequence
from itertools import batched

from wagtail.models import Site

from cms.changes import log
from cms.changes.affected import affected, is_content_only
from cms.changes.models import Change
from cms.changes.place import Place
from cms.maintenance.register import register
from search.engines.protocol import Generation
from search.indexing.batches import PAGES_AT_ONCE
from search.indexing.builder import build

PAGES_A_WRITE = 1000  # committed together; bounds memory


def write_changes(generation: Generation, changes: Sequence[Change], upto: Place) -> None:
    """Update a generation from its place to `upto`, with the current state of affected pages.

    The place is written last, so that the update is repeated after a crash.
    """
    # The pages are read after the log, so they are at least as new as the version.
    version = log.head().version
    if not is_content_only(changes):
        register.invalidate()
        Site.clear_site_root_paths_cache()
    before = generation.place() or str(upto)
    writes = list(batched(affected(changes), PAGES_A_WRITE))
    for number, page_ids in enumerate(writes, 1):
        results = [build(ids, version) for ids in batched(page_ids, PAGES_AT_ONCE)]
        documents = [document for each in results for document in each.documents]
        not_public = [page_id for each in results for page_id in each.not_public]
        place = str(upto) if number == len(writes) else before
        generation.write(documents, not_public, version=version, place=place)
    if not writes:
        generation.write([], [], version=version, place=str(upto))
