"""Times at which the public state of pages changes without an edit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone
from wagtail.models import Page

from cms.maintenance.flags import Snapshot

MOST = 200
"""Expiring pages that are known by name; later ones follow when these have expired."""


class Boundary(NamedTuple):
    """`at` is in seconds of the epoch; `page` is None where other pages may change, too."""

    at: float
    page: int | None


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The boundaries that were still to come when they were read, in order."""

    entries: Sequence[Boundary] = ()

    @property
    def first(self) -> float:
        return self.entries[0].at if self.entries else float("inf")

    def passed(self, now: float) -> frozenset[int] | None:
        """Return the pages whose boundary has passed; None where it may be any page."""
        pages = set()
        for each in self.entries:
            if each.at > now:
                break
            if each.page is None:
                return None
            pages.add(each.page)
        return frozenset(pages)


def read_boundaries(snapshot: Snapshot) -> Boundaries:
    """Return the edges of windows, and the next expiries; one query."""
    now = timezone.now()
    expiring = Page.objects.filter(live=True, expire_at__gt=now).order_by("expire_at")
    rows = expiring.values_list("expire_at", "pk")[:MOST]
    entries = [Boundary(at.timestamp(), pk) for at, pk in rows if at]
    if len(entries) == MOST:
        entries[-1] = entries[-1]._replace(page=None)
    for flag in snapshot.flags.values():
        is_alone = not flag.with_descendants and flag.page_id not in snapshot.sources
        page = flag.page_id if is_alone else None
        entries += [Boundary(t.timestamp(), page) for t in (flag.start, flag.end) if t and t > now]
    return Boundaries(sorted(entries, key=lambda each: each.at))
