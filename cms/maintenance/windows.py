"""What the clock does: windows open and close without anybody saving."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cms.changes import log
from cms.changes.models import Kind, ReaderState
from cms.maintenance.models import Maintenance
from cms.maintenance.switch import end_over

NAME = "maintenance-windows"
FIRST_LOOK = timedelta(days=1)  # back from the first time that the clock runs


def announce() -> None:
    """A job of the clock: tells the change log of each window that turned since the last look.

    A window that is over loses its flag. The moment up to which openings were told is kept in
    the transaction that tells them, so that whichever worker runs next goes on from there,
    also after an outage.
    """
    now = timezone.now()
    if Maintenance.objects.filter(end__lte=now).exists():
        end_over(now)
    state = ReaderState.objects.filter(name=NAME).first()
    told = datetime.fromisoformat(state.place) if state else now - FIRST_LOOK
    opened = list(
        Maintenance.objects.filter(start__gt=told, start__lte=now).values_list("page", flat=True)
    )
    if opened:
        with transaction.atomic():
            log.append(Kind.MAINTENANCE, opened, subtree=True)
            ReaderState.objects.update_or_create(name=NAME, defaults={"place": now.isoformat()})
