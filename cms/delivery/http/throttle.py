"""How often one client may ask: a window of time, counted and told in every answer.

A client is known by a salted hash of its address, so that nothing here can say who asked.
With Redis all processes count together; without, or while Redis is away, each for itself.
"""

import hashlib
import ipaddress
import logging
import secrets
import threading
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from redis import RedisError

MOST_CLIENTS = 100_000
_SALT = secrets.token_bytes(16)  # no restart survives it

logger = logging.getLogger(__name__)


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
    """At most `limit` requests in `window` seconds for each client; `name` is its own."""

    def __init__(self, name: str, limit: int, window: int) -> None:
        self.name, self.limit, self.window = name, limit, window
        self._lock = threading.Lock()
        self._counts: dict[bytes, int] = {}
        self._ends = 0.0

    def take(self, request: HttpRequest, share: int = 1) -> Allowance | None:
        """Counts one request, of `share` times the usual limit; None where nothing is limited."""
        if not settings.RATE_LIMIT:
            return None
        count, seconds = self._count_together(request) or self._count_alone(request)
        limit = self.limit * share
        return Allowance(limit, limit - count, max(1, round(seconds)), self.window)

    def _count_alone(self, request: HttpRequest) -> tuple[int, float]:
        now, key = time.monotonic(), client(request, _SALT)
        with self._lock:
            if now >= self._ends or len(self._counts) >= MOST_CLIENTS:
                self._counts, self._ends = {}, now + self.window
            count = self._counts[key] = self._counts.get(key, 0) + 1
            return count, self._ends - now

    def _count_together(self, request: HttpRequest) -> tuple[int, float] | None:
        """None without Redis; the salt is the window's own and nobody can tell it from the key."""
        if not settings.RATE_LIMIT_SHARED:
            return None
        now = time.time()
        window = int(now // self.window)
        salt = hashlib.blake2b(f"{window}:{settings.SECRET_KEY}".encode(), digest_size=16)
        key = f"throttle:{self.name}:{window}:{client(request, salt.digest()).hex()}"
        try:
            cache.add(key, 0, self.window + 1)
            return cache.incr(key), (window + 1) * self.window - now
        except (RedisError, ValueError) as error:
            logger.warning("Requests are counted alone: %s", type(error).__name__)
            return None


def client(request: HttpRequest, salt: bytes) -> bytes:
    """Who asks, as a salted hash: never stored for longer than a window, never logged."""
    told = address(request).encode()
    return hashlib.blake2b(told, digest_size=12, key=salt).digest()


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
    return _network(found)


def _network(told: str) -> str:
    try:
        found = ipaddress.ip_address(told)
    except ValueError:
        return told
    if found.version == 4:
        return told
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False))
