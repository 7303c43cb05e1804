"""The public state: the one decision on what the public may see of a page at a given time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import CharField, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.expressions import Exists
from django.utils import timezone
from wagtail.models import Page

from cms.maintenance.consulted import note
from cms.maintenance.flags import Flag
from cms.maintenance.models import Maintenance
from cms.maintenance.register import register


@dataclass(frozen=True, slots=True)
class Content:
    """The page as it is published."""

    is_visible = True


@dataclass(frozen=True, slots=True)
class Notice:
    """The page's title and place, and this text instead of its content."""

    heading: str
    message: str
    since: datetime | None
    until: datetime | None

    is_visible = True


@dataclass(frozen=True, slots=True)
class Nothing:
    """The public may not even know that the page exists."""

    is_visible = False


STATES = (
    "SELECT id, path, live AND (expire_at IS NULL OR expire_at > %s), alias_of_id"  # noqa: S608
    f" FROM {Page._meta.db_table} WHERE id IN ({{marks}})"
)
CONTENT, NOTHING = Content(), Nothing()
PublicState = Content | Notice | Nothing


class Row(NamedTuple):
    """The columns of a page that decide; cheaper than whole pages."""

    pk: int
    path: str
    live: bool
    expire_at: datetime | None
    alias_of_id: int | None


def public_states(page_ids: Iterable[int]) -> dict[int, PublicState]:
    """Return the present public state by page id, without pages that are gone; one query.

    In SQL by hand: the ORM takes longer to put it together than a database to answer it.
    """
    at, ids = timezone.now(), list(page_ids)
    if not ids:
        return {}
    values = [connection.ops.adapt_datetimefield_value(at), *ids]
    with connection.cursor() as cursor:
        cursor.execute(STATES.format(marks=", ".join(["%s"] * len(ids))), values)
        rows = cursor.fetchall()
    return {
        pk: public_state(Row(pk, path, bool(is_live), None, alias_of), at)
        for pk, path, is_live, alias_of in rows
    }


def public_state(page: Page | Row, at: datetime | None = None) -> PublicState:
    """Return what the public may see of `page`; no query.

    A flag holds for its page, for the pages below where it says so, and for aliases of both.
    The page is noted as one that the present response depends on (`consulted_pages`).
    """
    note(page.pk)
    at = at or timezone.now()
    if not page.live or (page.expire_at and page.expire_at <= at):
        return NOTHING
    if register.snapshot().is_restricted(page.path):
        return NOTHING
    return notice_on(page, at) or CONTENT


def notice_on(page: Page | Row, at: datetime | None = None) -> Notice | None:
    """Return the notice for everybody who may open the page, restricted pages included."""
    flag = flag_on(page, at)
    return Notice(flag.heading, flag.message, flag.start, flag.end) if flag else None


def flag_on(page: Page | Row, at: datetime | None = None) -> Flag | None:
    """Return the flag that withholds the page: its own, its source's, or of a page above."""
    snapshot = register.snapshot()
    return snapshot.flag_of(page.pk, page.path, page.alias_of_id, at or timezone.now())


def withheld(at: datetime | None = None) -> Exists:
    """Return a condition for queries over pages: a flag withholds their content.

    One sub-query for any number of flags; for aliases it knows the direct source.
    """
    at = at or timezone.now()
    in_force = (Q(start=None) | Q(start__lte=at)) & (Q(end=None) | Q(end__gt=at))
    flags = Maintenance.objects.alias(
        own_path=ExpressionWrapper(OuterRef("path"), CharField()),
        source=ExpressionWrapper(OuterRef("alias_of__path"), CharField()),
    ).filter(in_force)
    own = Q(page=OuterRef("pk")) | Q(page=OuterRef("alias_of"))
    above = Q(own_path__startswith=F("page__path")) | Q(source__startswith=F("page__path"))
    return Exists(flags.filter(own | (Q(with_descendants=True) & above)))


def unrestricted[P: Page](pages: QuerySet[P]) -> QuerySet[P]:
    """Return the pages outside restricted subtrees; no query."""
    for path in register.snapshot().restricted:
        pages = pages.exclude(path__startswith=path)
    return pages


def visible[P: Page](pages: Iterable[P]) -> list[P]:
    """Return the pages the public may know of, with content or under a notice; no query."""
    at = timezone.now()
    return [page for page in pages if public_state(page, at).is_visible]
