"""The reader of the change log by which changed pages are ranked again."""

from collections.abc import Sequence
from itertools import batched

from django.db.models import F, OuterRef, Q, Subquery

from cms.changes import log
from cms.changes.affected import ids_in_order
from cms.changes.models import Change, Kind
from cms.changes.readers import StoredReader
from search.indexing.batches import indexed_pages
from search.service.models import RelatedRanking
from search.service.stored_related import make_due

KINDS = {Kind.PUBLISHED, Kind.UNPUBLISHED, Kind.DELETED}
"""Changes of a page that matter to its own ranking; none matters to those of pages below it."""
PAGES_AT_ONCE = 500


class RankingReader(StoredReader):
    """Makes the rankings of changed pages due, and deletes those of pages no longer published."""

    name = "rankings"
    settling = 1.0  # less than that of the rankings themselves

    def take(self, changes: Sequence[Change]) -> None:
        if pages := log.pages([each for each in changes if each.kind in KINDS]):
            make_due([*pages])

    def handle_missed_changes(self) -> None:
        """Compare all rankings with the pages."""
        ranked_at = RelatedRanking.objects.filter(page_id=OuterRef("pk")).values("ranked_at")
        pages = indexed_pages().annotate(ranked_at=Subquery(ranked_at))
        due = pages.filter(Q(ranked_at=None) | Q(ranked_at__lt=F("last_published_at")))
        for ids in batched(ids_in_order(due), PAGES_AT_ONCE):
            make_due(ids)
        RelatedRanking.objects.exclude(page_id__in=indexed_pages().values("pk")).delete()
