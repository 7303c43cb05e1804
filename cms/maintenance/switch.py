"""Switches maintenance on and off, for the admin's views and the command."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from cms.audit.log import record_all
from cms.audit.models import Action
from cms.changes import log
from cms.changes.models import Kind
from cms.maintenance.models import Maintenance
from cms.maintenance.register import register

ACTION_ON, ACTION_OFF = "maintenance.on", "maintenance.off"
PERMISSION = "maintenance.set_maintenance"
AT_ONCE = 200  # rows in one statement


@dataclass(frozen=True, slots=True)
class Terms:
    """The text, time and extent of maintenance; empty texts stand for the defaults."""

    heading: str = ""
    message: str = ""
    start: datetime | None = None
    end: datetime | None = None
    with_descendants: bool = False
    note: str = ""


def switch_on(pages: Iterable[Page], terms: Terms, user: Any = None, reason: str = "") -> int:
    """Put pages under maintenance, or change the terms of it; return the number of pages.

    All pages are switched, or none; a handful of queries for any number. Raises ValidationError for
    an end in the past or before the start. Pages that are already under maintenance keep their
    `set_at`.
    """
    check(terms)
    switched = list(pages)
    values = asdict(terms) | {"set_by": user}
    with transaction.atomic():
        flags = Maintenance.objects.filter(page__in=switched)
        with_subtree = set(flags.filter(with_descendants=True).values_list("page_id", flat=True))
        if terms.with_descendants:
            with_subtree |= {page.pk for page in switched}
        flags.filter(end__lte=timezone.now()).delete()
        Maintenance.objects.bulk_create(
            [Maintenance(page_id=page.pk, **values) for page in switched],
            batch_size=AT_ONCE,
            update_conflicts=True,
            unique_fields=["page"],
            update_fields=[*values, "changed_at"],
        )
        _record(switched, ACTION_ON, user, reason or terms.note)
        append_changes((page.pk, page.pk in with_subtree) for page in switched)
    return len(switched)


def switch_off(pages: Iterable[Page], user: Any = None, reason: str = "") -> int:
    """End maintenance of the pages; return the number of pages that were under it."""
    return _end(Maintenance.objects.filter(page__in=list(pages)), user, reason)


def end_expired(at: datetime) -> int:
    """Delete the flags whose end has passed; return their number."""
    return _end(Maintenance.objects.filter(end__lte=at), None, "Its end was reached.")


def _end(flags: QuerySet[Maintenance], user: Any, reason: str) -> int:
    with transaction.atomic():
        locked = list(flags.select_for_update(of=("self",)).select_related("page"))
        ended = Maintenance.objects.filter(pk__in=[flag.pk for flag in locked])
        # Nothing refers to a flag, so Wagtail's search for references is skipped.
        ended._raw_delete(ended.db)
        _record([flag.page for flag in locked], ACTION_OFF, user, reason)
        append_changes((flag.page_id, flag.with_descendants) for flag in locked)
    return len(locked)


def check(terms: Terms) -> None:
    """Raise ValidationError, by field, if the times are not valid."""
    if terms.end and terms.end <= timezone.now():
        raise ValidationError({"end": "The end is past: choose a later one, or leave it empty."})
    if terms.start and terms.end and terms.end <= terms.start:
        raise ValidationError({"end": "The end must be after the start."})


def _record(pages: Sequence[Page], action: str, user: Any, reason: str) -> None:
    """Record the switch in this process's register, the page histories and the audit log."""
    register.note_write()
    now, batch = timezone.now(), uuid.uuid4()
    entries = [
        PageLogEntry(
            page_id=page.pk,
            content_type_id=page.content_type_id,
            label=page.get_admin_display_title(),
            action=action,
            data={"reason": reason},
            timestamp=now,
            uuid=batch,
            user=user,
            content_changed=False,
            deleted=False,
        )
        for page in pages
    ]
    PageLogEntry.objects.bulk_create(entries, batch_size=AT_ONCE)
    audited = Action.MAINTENANCE_ON if action == ACTION_ON else Action.MAINTENANCE_OFF
    record_all(audited, pages, user)


def append_changes(pages: Iterable[tuple[int, bool]]) -> None:
    """Append the changes of pages to the log, each with whether those below it are included."""
    pairs = list(pages)
    for subtree in (False, True):
        if ids := [pk for pk, includes_below in pairs if includes_below is subtree]:
            log.append(Kind.MAINTENANCE, ids, subtree=subtree)
