"""Switching the flag: the one way, for the editor, the bulk action and the command."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from cms.changes import log as change_log
from cms.changes.models import Kind
from cms.maintenance.models import Maintenance

ACTION_ON, ACTION_OFF = "maintenance.on", "maintenance.off"
PERMISSION = "maintenance.set_maintenance"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the public reads, when, and for how much of the tree; empty texts are the defaults."""

    heading: str = ""
    message: str = ""
    start: datetime | None = None
    end: datetime | None = None
    with_descendants: bool = False
    note: str = ""


def switch_on(pages: Iterable[Page], terms: Terms, user: Any = None, reason: str = "") -> int:
    """Withholds the pages' content, or changes the terms; gives the number of pages.

    All or none; raises ValidationError for an end that is past or before the start.
    """
    check(terms)
    wanted = list(pages)
    with transaction.atomic():
        for page in wanted:
            Maintenance.objects.update_or_create(
                page_id=page.pk,
                defaults={name: getattr(terms, name) for name in Terms.__dataclass_fields__}
                | {"set_by": user, "set_at": timezone.now()},
            )
            log(page, ACTION_ON, user=user, data={"reason": reason or terms.note})
        _append(wanted, subtree=True)
    return len(wanted)


def switch_off(pages: Iterable[Page], user: Any = None, reason: str = "") -> int:
    """Gives the pages' content back; gives the number of pages that were withheld."""
    with transaction.atomic():
        flags = Maintenance.objects.select_related("page").filter(page__in=list(pages))
        withheld = [flag.page for flag in flags]
        Maintenance.objects.filter(page__in=withheld).delete()
        for page in withheld:
            log(page, ACTION_OFF, user=user, data={"reason": reason})
        _append(withheld, subtree=True)
    return len(withheld)


def check(terms: Terms) -> None:
    now = timezone.now()
    if terms.end and terms.end <= now:
        raise ValidationError({"end": "The end is past: choose a later one, or leave it empty."})
    if terms.start and terms.end and terms.end <= terms.start:
        raise ValidationError({"end": "The end must be after the start."})


def _append(pages: list[Page], *, subtree: bool) -> None:
    if pages:
        change_log.append(Kind.MAINTENANCE, [page.pk for page in pages], subtree=subtree)
