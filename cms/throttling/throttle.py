"""Limits on requests per client, counted in windows of time and reported in every response.

Clients are identified by a salted hash of their address, so that no log or cache stores it. With
Redis all processes share one count; without it, or while it is unavailable, each process counts
separately.
"""

import hashlib
import logging
import secrets
import threading
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from cms.throttling.address import client_hash

MAX_CLIENTS = 100_000
_SALT = secrets.token_bytes(16)  # new at each start

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Allowance:
    """The requests left in a window, and the seconds until it ends."""

    limit: int
    left: int
    seconds: int
    window: int

    @property
    def is_spent(self) -> bool:
        return self.left < 0

    def add_headers(self, response: HttpResponse) -> None:
        """Set the RateLimit header fields of draft-ietf-httpapi-ratelimit-headers."""
        response["RateLimit-Limit"] = str(self.limit)
        response["RateLimit-Remaining"] = str(max(0, self.left))
        response["RateLimit-Reset"] = str(self.seconds)
        response["RateLimit-Policy"] = f"{self.limit};w={self.window}"
        if self.is_spent:
            response["Retry-After"] = str(self.seconds)


class Throttle:
    """Allows each client `limit` requests in `window` seconds; `name` must be unique."""

    def __init__(self, name: str, limit: int, window: int) -> None:
        self.name, self.limit, self.window = name, limit, window
        self._lock = threading.Lock()
        self._counts: dict[bytes, int] = {}
        self._ends = 0.0

    def take(self, request: HttpRequest, share: int = 1) -> Allowance | None:
        """Count one request against `share` times the limit; None while limits are off."""
        if not settings.RATE_LIMIT:
            return None
        count, seconds = self._count_in_redis(request) or self._count_in_process(request)
        limit = self.limit * share
        return Allowance(limit, limit - count, max(1, round(seconds)), self.window)

    def _count_in_process(self, request: HttpRequest) -> tuple[int, float]:
        now, key = time.monotonic(), client_hash(request, _SALT)
        with self._lock:
            if now >= self._ends or len(self._counts) >= MAX_CLIENTS:
                self._counts, self._ends = {}, now + self.window
            count = self._counts[key] = self._counts.get(key, 0) + 1
            return count, self._ends - now

    def _count_in_redis(self, request: HttpRequest) -> tuple[int, float] | None:
        """Return the count and the seconds left in the window, or None without Redis.

        Each window has a separate salt, so that keys identify no client.
        """
        if not settings.RATE_LIMIT_SHARED:
            return None
        now = time.time()
        window = int(now // self.window)
        salt = hashlib.blake2b(f"{window}:{settings.SECRET_KEY}".encode(), digest_size=16)
        key = f"throttle:{self.name}:{window}:{client_hash(request, salt.digest()).hex()}"
        try:
            cache.add(key, 0, self.window + 1)
            return cache.incr(key), (window + 1) * self.window - now
        except ValueError:  # the shared cache is away
            logger.warning("Requests are counted per process")
            return None
