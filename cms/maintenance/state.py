"""The public state: what the public may see of a page at a given time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import CharField, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.expressions import Exists
from django.utils import timezone
from wagtail.models import Page

from cms.maintenance.dependencies import add_page_dependency
from cms.maintenance.flags import Flag, Snapshot
from cms.maintenance.models import Maintenance
from cms.maintenance.register import register
from cms.maintenance.restricted import restricted_pages_included


@dataclass(frozen=True, slots=True)
class Content:
    """The public sees the page as it is published."""

    is_visible = True


@dataclass(frozen=True, slots=True)
class Notice:
    """The public sees the page's title and place, and this text instead of its content."""

    heading: str
    message: str
    since: datetime | None
    until: datetime | None

    is_visible = True


@dataclass(frozen=True, slots=True)
class Nothing:
    """The public must not learn that the page exists."""

    is_visible = False


STATES = (
    "SELECT id, path, live AND (expire_at IS NULL OR expire_at > %s), alias_of_id"  # noqa: S608
    f" FROM {Page._meta.db_table} WHERE id IN ({{marks}})"
)
CONTENT, NOTHING = Content(), Nothing()
PublicState = Content | Notice | Nothing


class Row(NamedTuple):
    """The columns of a page that decide its state; cheaper to read than whole pages."""

    pk: int
    path: str
    live: bool
    expire_at: datetime | None
    alias_of_id: int | None


def public_states(page_ids: Iterable[int]) -> dict[int, PublicState]:
    """Return the current public states by page id, without pages that do not exist; one query.

    The query is raw SQL, because the ORM takes longer to build it than the database to run it.
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
    """Return what the public may see of `page`, now or at another time; no query.

    Where restricted pages are included (`cms.maintenance.restricted`), they are like other pages.
    A flag applies to its page, to the pages below if `with_descendants` is set, and to aliases of
    both. The page is recorded as one that the current response depends on (`page_dependencies`).
    """
    return _state(page, at or timezone.now(), register.snapshot())


def _state(page: Page | Row, at: datetime, snapshot: Snapshot) -> PublicState:
    add_page_dependency(page.pk)
    if not page.live or (page.expire_at and page.expire_at <= at):
        return NOTHING
    if snapshot.is_restricted(page.path) and not restricted_pages_included():
        return NOTHING
    flag = snapshot.find_flag(page.pk, page.path, page.alias_of_id, at)
    return _notice(flag) if flag else CONTENT


def _notice(flag: Flag) -> Notice:
    return Notice(flag.heading, flag.message, flag.start, flag.end)


def notice_on(page: Page | Row, at: datetime | None = None) -> Notice | None:
    """Return the notice shown to all who may open the page, restricted pages included."""
    flag = flag_on(page, at)
    return _notice(flag) if flag else None


def flag_on(page: Page | Row, at: datetime | None = None) -> Flag | None:
    """Return the flag in force: the page's, that of a page above, or its source's."""
    snapshot = register.snapshot()
    return snapshot.find_flag(page.pk, page.path, page.alias_of_id, at or timezone.now())


def withheld(at: datetime | None = None) -> Exists:
    """Return a condition for queries of pages: a flag withholds their content.

    It is one sub-query for any number of flags, and knows only the direct source of an alias.
    """
    at = at or timezone.now()
    in_force = (Q(start=None) | Q(start__lte=at)) & (Q(end=None) | Q(end__gt=at))
    flags = Maintenance.objects.alias(
        own_path=ExpressionWrapper(OuterRef("path"), CharField()),
        source=ExpressionWrapper(OuterRef("alias_of__path"), CharField()),
    ).filter(in_force)
    on_page = Q(page=OuterRef("pk")) | Q(page=OuterRef("alias_of"))
    above_page = Q(own_path__startswith=F("page__path")) | Q(source__startswith=F("page__path"))
    return Exists(flags.filter(on_page | (Q(with_descendants=True) & above_page)))


def unrestricted[P: Page](pages: QuerySet[P]) -> QuerySet[P]:
    """Return the queryset without pages in restricted subtrees, unless included; no query."""
    if restricted_pages_included():
        return pages
    return outside(pages, register.snapshot().restricted)


def outside[P: Page](pages: QuerySet[P], paths: Iterable[str]) -> QuerySet[P]:
    """Return the queryset without the subtrees with these paths."""
    for path in paths:
        pages = pages.exclude(path__startswith=path)
    return pages


def visible[P: Page](pages: Iterable[P]) -> list[P]:
    """Return the pages that the public may see, with content or under a notice; no query."""
    at, snapshot = timezone.now(), register.snapshot()
    return [page for page in pages if _state(page, at, snapshot).is_visible]
