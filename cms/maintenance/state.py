"""The one answer to what the public may see of a page at a moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from wagtail.models import Page

from cms.maintenance.register import Flag, register


@dataclass(frozen=True, slots=True)
class Content:
    """The page as it is published."""

    is_visible = True


@dataclass(frozen=True, slots=True)
class Notice:
    """The page's title and place, and this instead of its content."""

    heading: str
    message: str
    since: datetime | None
    until: datetime | None

    is_visible = True


@dataclass(frozen=True, slots=True)
class Nothing:
    """Not even that the page exists."""

    is_visible = False


PublicState = Content | Notice | Nothing


def public_state(page: Page, at: datetime | None = None) -> PublicState:
    """What the public may see of `page`; costs no query.

    A flag holds for its page, for the pages below where it says so, and for aliases of both.
    """
    at = at or timezone.now()
    if not page.live or (page.expire_at and page.expire_at <= at):
        return Nothing()
    snapshot = register.snapshot()
    if snapshot.is_restricted(page.path):
        return Nothing()
    flag = snapshot.flag_of(page.pk, page.path, page.alias_of_id, at)
    return notice_of(flag) if flag else Content()


def notice_of(flag: Flag) -> Notice:
    return Notice(flag.heading, flag.message, flag.start, flag.end)


def visible[P: Page](pages: Iterable[P]) -> list[P]:
    """Those the public may know of, with their content or under a notice; costs no query."""
    at = timezone.now()
    return [page for page in pages if public_state(page, at).is_visible]
