"""The clock: jobs that are due because time passes, added to `clock_jobs` and run by the worker.

A job checks whether there is anything to do, so running it once more, or later, does no harm; a
failing one is logged and runs again when it is next due.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import apps
from django.db import close_old_connections, connection, transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from cms.registry import Registry

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ClockJob:
    """A function without arguments, run every so many seconds by one process of all."""

    run: Callable[[], object]
    seconds: float


clock_jobs = Registry[ClockJob](
    "clock job", lambda entry: isinstance(entry, ClockJob) and entry.seconds > 0, "a ClockJob"
)
"""The jobs by name."""


def run_job(name: str) -> None:
    """Run the job of that name now; log its failure."""
    try:
        clock_jobs[name].run()
    except Exception:
        logger.exception("The job %s failed.", name)


def run_all() -> None:
    """Run every job once."""
    for name in clock_jobs.entries():
        run_job(name)


def repeat(name: str, stop: threading.Event) -> None:
    """Run a job every so many seconds, until `stop`."""
    interval = clock_jobs[name].seconds
    while not stop.is_set():
        began = time.monotonic()
        run_job(name)
        close_old_connections()
        stop.wait(max(0.1, interval - (time.monotonic() - began)))
    connection.close()


def publish_due() -> None:
    """Unpublish what has expired and publish what is due, each in its own transaction."""
    now = timezone.now()
    for model in _with_dates():
        for expired in model._default_manager.filter(live=True, expire_at__lt=now):
            _alone(
                partial(
                    expired.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled"
                )
            )
    for due in Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at"):
        _alone(partial(due.publish, log_action="wagtail.publish.scheduled"))


def _with_dates() -> list[type[Any]]:
    others = (model for model in apps.get_models() if issubclass(model, DraftStateMixin))
    return [Page, *(model for model in others if not issubclass(model, Page))]


def _alone(act: Callable[[], object]) -> None:
    """Run `act` in a transaction; log its failure, which must not stop other publications."""
    try:
        with transaction.atomic():
            act()
    except Exception:
        logger.exception("A scheduled publication failed.")
