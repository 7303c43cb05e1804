"""Lock-outs after failed log-ins: django-axes, and two limits that it does not have.

- Eight failures for one name from one address lock that name there (`AXES_FAILURE_LIMIT`).
  An account cannot be locked from another person's address.
- Many failures from one address, for any names, lock the address.
- Many failures for one name from many addresses slow the name down: one attempt in a few
  seconds, except from networks where its owner has logged in before.

All of them count the rows of django-axes, so they hold across processes and hosts.
"""

from datetime import timedelta
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum
from django.http import HttpRequest
from django.utils import timezone

from cms.audit.models import Action, AuditEntry
from cms.throttling.address import client_address, shortened

Credentials = dict[str, Any] | None


def axes_address(request: HttpRequest) -> str | None:
    """Return the address that django-axes counts; None if the client has none."""
    return client_address(request) or None


class LockoutHandler(AxesDatabaseHandler):
    def is_locked(self, request: HttpRequest, credentials: Credentials = None) -> bool:
        """Return whether this attempt is refused before its password is compared."""
        return (
            super().is_locked(request, credentials)
            or _is_address_locked(request)
            or _is_name_slowed(request, credentials)
        )


def _is_address_locked(request: Any) -> bool:
    failures, _ = _failures(request, ip_address=request.axes_ip_address)
    return failures >= settings.LOGIN_FAILURES_PER_ADDRESS


def _is_name_slowed(request: Any, credentials: Credentials) -> bool:
    name = get_client_username(request, credentials)
    if not name:
        return False
    failures, last = _failures(request, username=name)
    if failures < settings.LOGIN_FAILURES_PER_NAME:
        return False
    pause = timedelta(seconds=settings.LOGIN_PAUSE)
    is_too_soon = bool(last and timezone.now() - last < pause)
    return is_too_soon and not _is_known_network(request, name)


def _is_known_network(request: Any, name: str) -> bool:
    """Return whether, by the audit log, this user has logged in from this network before."""
    network = shortened(request.axes_ip_address or "")
    logins = AuditEntry.objects.filter(action=Action.LOGGED_IN, actor=name, network=network)
    return bool(network) and logins.exists()


def _failures(request: HttpRequest, **client: Any) -> tuple[int, Any]:
    """Return how many log-ins failed recently, and when the last did."""
    recent = AccessAttempt.objects.filter(attempt_time__gte=get_cool_off_threshold(request))
    row = recent.filter(**client).aggregate(
        failures=Sum("failures_since_start"), last=Max("attempt_time")
    )
    return row["failures"] or 0, row["last"]


def delete_old() -> None:
    """Delete django-axes' records of failed log-ins that no longer lock anyone out."""
    oldest = timezone.now() - settings.LOGIN_FAILURE_RETENTION
    AccessAttempt.objects.filter(attempt_time__lt=oldest).delete()
