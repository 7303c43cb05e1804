"""Stored rankings of related pages, so that showing them on a page costs no search.

A reader of the change log makes the rankings of changed pages due (`ranking_reader`). A clock job
ranks these pages, and those that were ranked long ago; it looks at no other. A page is ranked among
the pages of the same language and site. The public states of related pages are checked when they
are read.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import batched
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone
from pydantic_core import from_json
from wagtail.models import Page

from cms.delivery.http.served_site import ServedSite, read_sites
from cms.delivery.pages.neighbours import rows_with_ids
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
    related: list[int] | None = from_json(row[0]) if isinstance(row[0], str) else row[0]
    return related


class Due(NamedTuple):
    """A ranking that is due, and when the page was ranked; earlier if it has changed since."""

    page_id: int
    ranked_at: datetime


def make_due(page_ids: Sequence[int]) -> None:
    """Let pages be ranked once the index has them; delete the rankings of those not published."""
    published = {*indexed_pages().filter(pk__in=page_ids).values_list("pk", flat=True)}
    at = _when_due(timezone.now())
    with transaction.atomic():
        RelatedRanking.objects.bulk_create(
            [RelatedRanking(pk, site_id=0, ranked_at=at) for pk in sorted(published)],
            update_conflicts=True,
            unique_fields=["page_id"],
            update_fields=["ranked_at"],
        )
        RelatedRanking.objects.filter(page_id__in={*page_ids} - published).delete()


def rank_due_pages() -> int:
    """Rank pages that are due, within `TIME_LIMIT`; return their number, 0 if no engine answers."""
    deadline, number = time.monotonic() + TIME_LIMIT, 0
    due = _due_rankings()
    sites = read_sites() if due else []
    for some in batched(due, PAGES_AT_ONCE):
        try:
            rankings = [*_rank(some, sites)]
        except EngineUnavailableError:
            break
        _store(rankings, dict(some))
        number += len(rankings)
        if time.monotonic() > deadline:
            break
    return number


def _when_due(changed_at: datetime) -> datetime:
    """Return the time of a ranking that is due once the index has a change."""
    return changed_at + SETTLING - MAX_AGE


def _due_rankings() -> list[Due]:
    due = RelatedRanking.objects.filter(ranked_at__lt=timezone.now() - MAX_AGE)
    rows = due.order_by("ranked_at").values_list("page_id", "ranked_at")
    return [Due(*row) for row in rows[:MAX_PAGES]]


def _rank(due: Sequence[Due], sites: Sequence[ServedSite]) -> Iterator[RelatedRanking]:
    """Yield the rankings of pages; a page of no site has no related pages."""
    for page in rows_with_ids([each.page_id for each in due]):
        at = timezone.now()
        site = next((site for site in sites if site.contains(page)), None)
        related = ranked(page.pk, site, (page.language_code,)) if site else ()
        yield RelatedRanking(page.pk, site.pk if site else 0, [*related], at)


def _store(rankings: Sequence[RelatedRanking], ranked_at: Mapping[int, datetime]) -> None:
    """Store rankings, except those of pages that have become due again while they were ranked.

    `ranked_at` has the times of the rankings that are replaced. Pages are due that were ranked
    before a page related to them was new.
    """
    ids = [each.page_id for each in rankings]
    pages = Page.objects.filter(pk__in=ids)
    published_at = dict(pages.values_list("pk", "first_published_at"))
    not_due = RelatedRanking.objects.filter(ranked_at__gt=_when_due(timezone.now()))
    with transaction.atomic():
        for each in sorted(rankings, key=lambda each: each.page_id):
            replaced = {"page_id": each.page_id, "ranked_at": ranked_at[each.page_id]}
            RelatedRanking.objects.filter(**replaced).update(
                site_id=each.site_id, related=each.related, ranked_at=each.ranked_at
            )
        for each in rankings:
            if first := published_at.get(each.page_id):
                older = not_due.filter(page_id__in=each.related or (), ranked_at__lt=first)
                older.update(ranked_at=first - MAX_AGE)
