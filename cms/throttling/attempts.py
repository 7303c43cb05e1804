"""Limits on attempts to guess secrets, counted in the database for all processes together.

Each count takes two queries, so these limits are for rare requests; `Throttle` is for others.
"""

import hashlib
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from cms.throttling.address import client_hash
from cms.throttling.models import AttemptCount
from cms.throttling.throttle import Allowance


class AttemptLimit:
    """Allows each client `limit` attempts in `window` seconds; `name` must be unique."""

    def __init__(self, name: str, limit: int, window: int) -> None:
        self.name, self.limit, self.window = name, limit, window

    def take(self, request: HttpRequest) -> Allowance | None:
        """Count one attempt and return what is left; None if `LIMIT_ATTEMPTS` is off.

        Attempts beyond the limit are not written, so that a flood of them only reads.
        """
        if not settings.LIMIT_ATTEMPTS:
            return None
        now = timezone.now().timestamp()
        ends = (int(now // self.window) + 1) * self.window
        window: dict[str, Any] = {
            "limit_name": self.name,
            "client": client_hash(request, self._salt(ends)).hex(),
            "window_ends_at": datetime.fromtimestamp(ends, UTC),
        }
        row, _ = AttemptCount.objects.get_or_create(**window)
        if row.count < self.limit:
            AttemptCount.objects.filter(pk=row.pk).update(count=F("count") + 1)
        left = self.limit - row.count - 1
        return Allowance(self.limit, left, max(1, round(ends - now)), self.window)

    def _salt(self, ends: int) -> bytes:
        text = f"{self.name}:{ends}:{settings.SECRET_KEY}"
        return hashlib.blake2b(text.encode(), digest_size=16).digest()


def delete_old() -> None:
    """Delete the counts of windows that have ended."""
    AttemptCount.objects.filter(window_ends_at__lt=timezone.now()).delete()
