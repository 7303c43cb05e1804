"""How often one client may ask: a window of time, counted in memory, told in every answer.

A client is known by a hash of its address with a salt that no restart survives, so that
nothing here can say who asked. Each process counts for itself.
"""

import hashlib
import secrets
import threading
import time
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

MOST_CLIENTS = 100_000
_SALT = secrets.token_bytes(16)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of the window: requests, and seconds until it begins anew."""

    limit: int
    left: int
    seconds: int
    window: int

    @property
    def is_spent(self) -> bool:
        return self.left < 0

    def tell(self, response: HttpResponse) -> None:
        """The RateLimit header fields, draft-ietf-httpapi-ratelimit-headers."""
        response["RateLimit-Limit"] = str(self.limit)
        response["RateLimit-Remaining"] = str(max(0, self.left))
        response["RateLimit-Reset"] = str(self.seconds)
        response["RateLimit-Policy"] = f"{self.limit};w={self.window}"
        if self.is_spent:
            response["Retry-After"] = str(self.seconds)


class Throttle:
    """At most `limit` requests in `window` seconds for each client."""

    def __init__(self, limit: int, window: int) -> None:
        self.limit, self.window = limit, window
        self._lock = threading.Lock()
        self._counts: dict[bytes, int] = {}
        self._ends = 0.0

    def take(self, request: HttpRequest, share: int = 1) -> Allowance | None:
        """Counts one request, of `share` times the usual limit; None where nothing is limited."""
        if not settings.RATE_LIMIT:
            return None
        now, limit = time.monotonic(), self.limit * share
        key = client(request)
        with self._lock:
            if now >= self._ends or len(self._counts) >= MOST_CLIENTS:
                self._counts, self._ends = {}, now + self.window
            count = self._counts[key] = self._counts.get(key, 0) + 1
            seconds = max(1, round(self._ends - now))
        return Allowance(limit, limit - count, seconds, self.window)


def client(request: HttpRequest) -> bytes:
    """Who asks, as a salted hash: never stored, never logged."""
    told = address(request).encode()
    return hashlib.blake2b(told, digest_size=12, key=_SALT).digest()


def address(request: HttpRequest) -> str:
    """The client's address, as the outermost of `TRUSTED_PROXIES` proxies saw it.

    What stands further left in `X-Forwarded-For` anybody may write there. An IPv6 client has a
    whole network of addresses, so its first 64 bits are taken.
    """
    found: str = request.META.get("REMOTE_ADDR", "")
    if proxies := settings.TRUSTED_PROXIES:
        chain = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(chain) >= proxies and chain[-proxies].strip():
            found = chain[-proxies].strip()
    return ":".join(found.split(":")[:4]) if found.count(":") > 1 else found
