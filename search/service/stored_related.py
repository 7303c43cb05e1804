"""Stored rankings of related pages, so that showing them on a page costs no search.

A clock job ranks published pages, and again those that have changed since, or were ranked long
ago. A page is ranked among the pages of the same language and site. The public states of related
pages are checked when they are read.
"""

import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import batched

from django.db import connection, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from pydantic_core import from_json
from wagtail.models import Page

from cms.delivery.http.served_site import ServedSite, read_sites
from cms.delivery.pages.neighbours import PageRow, rows_with_ids
from search.engines.protocol import EngineUnavailableError
from search.indexing.batches import indexed_pages
from search.service.models import RelatedRanking
from search.service.related import ranked

TABLE = RelatedRanking._meta.db_table
MAX_AGE = timedelta(days=1)
"""The age after which a page is ranked again."""
SETTLING = timedelta(seconds=5)
"""The time after a publication within which the index is updated."""
MAX_PAGES = 1_000
"""The number of pages that one run ranks at most."""
PAGES_AT_ONCE = 20  # written in one short transaction
TIME_LIMIT = 2.0
"""Seconds that one run of the clock job takes at most."""
STATEMENT = f"SELECT related FROM {TABLE} WHERE page_id = %s AND site_id = %s"  # noqa: S608


def stored_ranking(page_id: int, site_id: int) -> list[int] | None:
    """Return the ids of the pages related to a page, best first; None if it is not ranked yet."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, [page_id, site_id])
        row = cursor.fetchone()
    if row is None:
        return None
    related: list[int] = from_json(row[0]) if isinstance(row[0], str) else row[0]
    return related


def rank_due_pages() -> int:
    """Rank pages that are due, within `TIME_LIMIT`; return their number, 0 if no engine answers."""
    deadline, number = time.monotonic() + TIME_LIMIT, 0
    sites = read_sites()
    for ids in batched(_due_pages(), PAGES_AT_ONCE):
        try:
            _store([*_rank(rows_with_ids(ids), sites)])
        except EngineUnavailableError:
            break
        number += len(ids)
        if time.monotonic() > deadline:
            break
    gone = RelatedRanking.objects.exclude(page_id__in=indexed_pages().values("pk"))
    gone.delete()
    return number


def _due_pages() -> list[int]:
    """Return the ids of some pages that are not ranked, or need to be ranked again."""
    now = timezone.now()
    ranked_at = RelatedRanking.objects.filter(page_id=OuterRef("pk")).values("ranked_at")
    pages = indexed_pages().annotate(ranked_at=Subquery(ranked_at))
    is_indexed = Q(last_published_at=None) | Q(last_published_at__lt=now - SETTLING)
    is_outdated = Q(ranked_at__lt=F("last_published_at")) | Q(ranked_at__lt=now - MAX_AGE)
    due = pages.filter(is_indexed, Q(ranked_at=None) | is_outdated).order_by("pk")
    return [*due.values_list("pk", flat=True)[:MAX_PAGES]]


def _rank(pages: Sequence[PageRow], sites: Sequence[ServedSite]) -> Iterator[RelatedRanking]:
    """Yield the rankings of pages; a page of no site has no related pages."""
    for page in pages:
        at = timezone.now()
        site = next((site for site in sites if site.is_above(page)), None)
        related = ranked(page.pk, site, (page.language_code,)) if site else ()
        yield RelatedRanking(page.pk, site.pk if site else 0, [*related], at)


def _store(rankings: list[RelatedRanking]) -> None:
    """Store rankings; pages are due that were ranked before a page related to them was new."""
    ids = [each.page_id for each in rankings]
    pages = Page.objects.filter(pk__in=ids)
    published_at = dict(pages.values_list("pk", "first_published_at"))
    with transaction.atomic():
        RelatedRanking.objects.bulk_create(
            rankings,
            update_conflicts=True,
            unique_fields=["page_id"],
            update_fields=["site_id", "related", "ranked_at"],
        )
        for each in rankings:
            if first := published_at.get(each.page_id):
                older = RelatedRanking.objects.filter(page_id__in=each.related, ranked_at__lt=first)
                older.update(ranked_at=first - MAX_AGE)
