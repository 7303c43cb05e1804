"""The change log's reader that keeps the findings about published pages."""

from collections.abc import Collection, Iterable, Sequence
from itertools import batched

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from cms.changes.affected import affected
from cms.changes.models import Change, Kind
from cms.changes.readers import StoredReader
from cms.content.checks.inspection import check
from cms.content.page import BasePage
from cms.desk.models import ContentFinding, PageLink

AT_ONCE = 50  # pages read and written in one transaction
AVAILABILITY = {Kind.UNPUBLISHED, Kind.DELETED, Kind.RESTRICTED, Kind.PUBLISHED}


class ContentChecksReader(StoredReader):
    """Checks changed pages, and pages that link to published or removed ones."""

    name = "content-checks"
    batch = 100
    settling = 1.0  # nobody waits for it, and many changes take little longer than one

    def take(self, changes: Sequence[Change]) -> None:
        came_or_went = [each for each in changes if each.subtree or each.kind in AVAILABILITY]
        recheck({*affected(changes), *_linking_to(set(affected(came_or_went)))})

    def handle_missed_changes(self) -> None:
        # All at once: SQLite refuses to write while an older reading is under way.
        recheck(list(Page.objects.filter(live=True).values_list("pk", flat=True)))


def recheck(page_ids: Iterable[int]) -> None:
    """Check these pages again and replace their findings; unpublished pages have none."""
    for batch in batched(page_ids, AT_ONCE):
        pages = [
            page
            for page in Page.objects.filter(pk__in=batch, live=True, alias_of=None).specific()
            if isinstance(page, BasePage)
        ]
        checked = check(pages)
        rows = [
            ContentFinding(page_id=pk, code=each.code, message=each.message, since=each.since)
            for pk, report in checked.items()
            for each in report.findings
        ]
        links = [
            PageLink(page_id=pk, target_id=target)
            for pk, report in checked.items()
            for target in report.targets
        ]
        with transaction.atomic():
            ContentFinding.objects.filter(page_id__in=batch).delete()
            PageLink.objects.filter(page_id__in=batch).delete()
            ContentFinding.objects.bulk_create(rows)
            PageLink.objects.bulk_create(links)


def current(pages: "QuerySet[Page]") -> "QuerySet[ContentFinding]":
    """Return the findings that hold today about these pages."""
    holds = Q(since=None) | Q(since__lte=timezone.localdate())
    findings: QuerySet[ContentFinding] = ContentFinding.objects.filter(holds, page__in=pages)
    return findings


def _linking_to(page_ids: Collection[int]) -> set[int]:
    """Return the ids of pages whose text links to one of these, deleted ones included."""
    links = PageLink.objects.filter(target_id__in=page_ids)
    return set(links.values_list("page_id", flat=True))
