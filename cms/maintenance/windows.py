"""Tells the change log when a window opens or closes without anybody saving."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.changes import log
from cms.changes.models import Kind, ReaderState
from cms.maintenance.models import Maintenance

NAME = "maintenance-windows"
FIRST_LOOK = timedelta(days=1)  # back from the first time that the clock runs


def announce() -> None:
    """A job of the clock: one change for each window that turned since the last one told.

    The moment up to which windows were told is kept in the same transaction, so that a turn is
    told by whichever worker runs next, also after an outage.
    """
    now = timezone.now()
    state = ReaderState.objects.filter(name=NAME).first()
    told = datetime.fromisoformat(state.place) if state else now - FIRST_LOOK
    opened = Q(start__gt=told, start__lte=now)
    closed = Q(end__gt=told, end__lte=now)
    with_below = dict(
        Maintenance.objects.filter(opened | closed).values_list("page_id", "with_descendants")
    )
    if with_below:
        with transaction.atomic():
            for below in (True, False):
                if pages := [page for page, each in with_below.items() if each is below]:
                    log.append(Kind.MAINTENANCE, pages, subtree=below)
            ReaderState.objects.update_or_create(name=NAME, defaults={"place": now.isoformat()})
