"""The shared cache in Redis. While Redis is down, the site is slower and nothing fails."""

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from redis import RedisError

logger = logging.getLogger(__name__)


def _forgiving(method: Callable[..., Any], fallback: Any) -> Callable[..., Any]:
    @wraps(method)
    def attempt(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except RedisError as error:
            logger.warning("The cache is away: %s", type(error).__name__)
            return fallback

    return attempt


class ForgivingRedisCache(RedisCache):
    """A Redis cache that is empty while Redis is down; `incr` then raises ValueError."""

    add = _forgiving(RedisCache.add, False)
    set = _forgiving(RedisCache.set, None)
    set_many = _forgiving(RedisCache.set_many, [])
    touch = _forgiving(RedisCache.touch, False)
    delete = _forgiving(RedisCache.delete, False)
    delete_many = _forgiving(RedisCache.delete_many, None)
    has_key = _forgiving(RedisCache.has_key, False)
    get_many = _forgiving(RedisCache.get_many, {})
    clear = _forgiving(RedisCache.clear, False)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return _forgiving(RedisCache.get, default)(self, key, default, version)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        try:
            return int(super().incr(key, delta, version))
        except RedisError as error:
            raise ValueError("The cache is away.") from error


def components() -> Mapping[str, Mapping[str, object]]:
    """Return the state of Redis for /readyz; nothing where no Redis is set."""
    if not settings.ENV.redis_url:
        return {}
    cache.set("readyz", "kept", 10)
    return {"redis": {"state": "ok" if cache.get("readyz") == "kept" else "down"}}
