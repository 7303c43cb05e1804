"""Limits on the size of request bodies and on the time to read them, by route."""

from collections.abc import Sequence
from typing import NamedTuple

IDLE = 10.0
"""The seconds without data after which reading a body is given up."""
ANONYMOUS = 1024 * 1024
"""The largest body in bytes, on any route, of a request without a session or a token."""


class BodyLimit(NamedTuple):
    """The largest size in bytes, and the seconds to read it, for paths that begin with `prefix`."""

    prefix: str
    size: int
    seconds: float


def limit_for(path: str, limits: Sequence[BodyLimit], *, has_credentials: bool) -> BodyLimit:
    """Return the first limit whose prefix matches; the last one must have the prefix `/`."""
    limit = next(each for each in limits if path.startswith(each.prefix))
    if has_credentials or limit.size <= ANONYMOUS:
        return limit
    return limit._replace(size=ANONYMOUS)
