"""Writes the audit log and deletes entries after their retention."""

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail.log_actions import get_active_log_context

from cms.audit.models import Action, AuditEntry
from cms.throttling.address import client_address, shortened

current_request: ContextVar[HttpRequest | None] = ContextVar("audited_request", default=None)


def record(
    action: Action,
    target: models.Model | None = None,
    *,
    actor: Any = None,
    request: HttpRequest | None = None,
    **details: Any,
) -> None:
    """Append one entry, in the transaction that is open.

    `actor` defaults to the user of the request. `details` must be JSON and contain no secret.
    """
    record_all(action, [target] if target is not None else [None], actor, request, **details)


def record_all(
    action: Action,
    targets: Iterable[models.Model | None],
    actor: Any = None,
    request: HttpRequest | None = None,
    **details: Any,
) -> None:
    """Append one entry for each target, in one query."""
    request = request or current_request.get()
    actor = actor or _user_of(request)
    AuditEntry.objects.bulk_create(
        [
            AuditEntry(
                action=action,
                actor_id=actor.pk if actor else None,
                actor=str(actor)[:150] if actor else "",
                object_type=target._meta.label if target else "",
                object_id=str(target.pk) if target else "",
                object_name=str(target)[:200] if target else "",
                network=shortened(client_address(request)) if request else "",
                details=details,
            )
            for target in targets
        ],
        batch_size=100,
    )


def delete_old() -> None:
    """Delete entries older than `AUDIT_LOG_RETENTION`."""
    oldest = timezone.now() - settings.AUDIT_LOG_RETENTION
    models.QuerySet.delete(AuditEntry.objects.filter(at__lt=oldest))


def _user_of(request: HttpRequest | None) -> Any:
    user: Any = getattr(request, "user", None) or get_active_log_context().user
    return user if user and user.is_authenticated else None
