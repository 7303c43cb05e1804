"""Times at which the public state of pages changes without an edit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone
from wagtail.models import Page

from cms.maintenance.flags import Snapshot

MAX_EXPIRING = 200
"""The number of expiring pages that are read at once; the others follow when these expire."""


class Boundary(NamedTuple):
    """A time, in seconds since the epoch, at which `page` changes; None if any page may change."""

    at: float
    page: int | None


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The boundaries that were in the future when they were read, in order."""

    entries: Sequence[Boundary] = ()

    @property
    def first(self) -> float:
        return self.entries[0].at if self.entries else float("inf")

    def passed(self, now: float) -> frozenset[int] | None:
        """Return the ids of pages whose boundary has passed; None if it may be any page."""
        pages = set()
        for each in self.entries:
            if each.at > now:
                break
            if each.page is None:
                return None
            pages.add(each.page)
        return frozenset(pages)


def read_boundaries(snapshot: Snapshot) -> Boundaries:
    """Return the starts and ends of maintenance windows, and the next page expiries; one query."""
    now = timezone.now()
    expiring = Page.objects.filter(live=True, expire_at__gt=now).order_by("expire_at")
    rows = expiring.values_list("expire_at", "pk")[:MAX_EXPIRING]
    entries = [Boundary(at.timestamp(), pk) for at, pk in rows if at]
    if len(entries) == MAX_EXPIRING:
        entries[-1] = entries[-1]._replace(page=None)
    for flag in snapshot.flags.values():
        is_single_page = not flag.with_descendants and flag.page_id not in snapshot.sources
        page = flag.page_id if is_single_page else None
        entries += [Boundary(t.timestamp(), page) for t in (flag.start, flag.end) if t and t > now]
    return Boundaries(sorted(entries, key=lambda each: each.at))
