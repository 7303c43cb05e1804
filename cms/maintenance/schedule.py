"""Maintenance windows, which start and end without anybody saving."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cms.changes import log
from cms.changes.models import Kind, ReaderState
from cms.maintenance.models import Maintenance
from cms.maintenance.switch import end_over

NAME = "maintenance-windows"
FIRST_LOOK = timedelta(days=1)  # back from the first time that the clock runs


def append_due() -> None:
    """Append to the change log each window that has started or ended since the last run.

    A job of the clock. A window that is over loses its flag. The time of the last start that
    was appended is stored in the same transaction, so that the next worker continues from
    there, also after an outage.
    """
    now = timezone.now()
    if Maintenance.objects.filter(end__lte=now).exists():
        end_over(now)
    state = ReaderState.objects.filter(name=NAME).first()
    appended = datetime.fromisoformat(state.place) if state else now - FIRST_LOOK
    started = list(
        Maintenance.objects.filter(start__gt=appended, start__lte=now).values_list(
            "page", flat=True
        )
    )
    if started:
        with transaction.atomic():
            log.append(Kind.MAINTENANCE, started, subtree=True)
            ReaderState.objects.update_or_create(name=NAME, defaults={"place": now.isoformat()})
