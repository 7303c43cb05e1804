"""Jobs that the worker runs at intervals, such as scheduled publishing.

Apps add theirs to `clock_jobs`. A job checks whether there is anything to do, so running it late or
twice is harmless. If it fails, the error is logged and it runs again when it is next due.
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
    """A function without arguments, run every `seconds` by one process of the deployment."""

    run: Callable[[], object]
    seconds: float


clock_jobs = Registry[ClockJob](
    "clock job", lambda entry: isinstance(entry, ClockJob) and entry.seconds > 0, "a ClockJob"
)
"""The jobs by name."""


def run_job(name: str) -> None:
    """Run the named job now; log the exception if it fails."""
    try:
        clock_jobs[name].run()
    except Exception:
        logger.exception("The job %s failed.", name)


def run_all() -> None:
    """Run every job once."""
    for name in clock_jobs.entries():
        run_job(name)


def repeat(name: str, stop: threading.Event) -> None:
    """Run the named job at its interval until `stop` is set."""
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
    for model in _scheduled_models():
        for expired in model._default_manager.filter(live=True, expire_at__lt=now):
            _run_in_transaction(
                partial(
                    expired.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled"
                )
            )
    for due in Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at"):
        _run_in_transaction(partial(due.publish, log_action="wagtail.publish.scheduled"))


def _scheduled_models() -> list[type[Any]]:
    others = (model for model in apps.get_models() if issubclass(model, DraftStateMixin))
    return [Page, *(model for model in others if not issubclass(model, Page))]


def _run_in_transaction(publish: Callable[[], object]) -> None:
    """Run `publish` in a transaction; log its failure, which must not stop other publications."""
    try:
        with transaction.atomic():
            publish()
    except Exception:
        logger.exception("A scheduled publication failed.")
