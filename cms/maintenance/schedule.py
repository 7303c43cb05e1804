"""Maintenance windows, which start and end by the clock."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cms.changes.models import ReaderState
from cms.maintenance.models import Maintenance
from cms.maintenance.switch import append_changes, end_expired

NAME = "maintenance-windows"
FIRST_RUN = timedelta(days=1)  # before the first run of the job


def append_due() -> None:
    """Append to the change log each window that has started or ended since the last run.

    Flags of windows that have ended are deleted. The time of the run is stored in the same
    transaction, so that the next worker continues from there after an outage.
    """
    now = timezone.now()
    if Maintenance.objects.filter(end__lte=now).exists():
        end_expired(now)
    state = ReaderState.objects.filter(name=NAME).first()
    appended = datetime.fromisoformat(state.place) if state else now - FIRST_RUN
    started = list(
        Maintenance.objects.filter(start__gt=appended, start__lte=now).values_list(
            "page_id", "with_descendants"
        )
    )
    if started:
        with transaction.atomic():
            append_changes(started)
            ReaderState.objects.update_or_create(name=NAME, defaults={"place": now.isoformat()})
