"""Jobs that the settings name, run by the worker as time passes.

`CLOCK_JOBS` maps the dotted path of a function without arguments to the seconds between two
runs. A job finds out by itself what there is to do, so that running it twice, or later, does
no harm; a failing one is logged and runs again at its next turn.
"""

import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from wagtail.models import DraftStateMixin, Page, Revision

logger = logging.getLogger(__name__)


def run_job(path: str) -> None:
    """Run a job now; a failure is logged, not raised."""
    try:
        import_string(path)()
    except Exception:
        logger.exception("The job %s failed.", path)


def run_all() -> None:
    for path in settings.CLOCK_JOBS:
        run_job(path)


def repeat(path: str, every: float, stop: threading.Event) -> None:
    """Run a job every so many seconds, until `stop`."""
    while not stop.is_set():
        began = time.monotonic()
        run_job(path)
        close_old_connections()
        stop.wait(max(0.1, every - (time.monotonic() - began)))
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
    """Log a failure, so that it does not keep others from being published."""
    try:
        with transaction.atomic():
            act()
    except Exception:
        logger.exception("A scheduled publication failed.")
