"""How large a request's body may be, and how long reading it may take, by route."""

from collections.abc import Sequence
from typing import NamedTuple

IDLE = 10.0
"""Seconds without a byte after which a body is given up."""
ANONYMOUS = 1024 * 1024
"""Bytes that a request without a session or a token may send, on any route."""


class BodyLimit(NamedTuple):
    """The most bytes and seconds of a body whose request's path begins with `prefix`."""

    prefix: str
    size: int
    seconds: float


def limit_for(path: str, limits: Sequence[BodyLimit], *, has_credentials: bool) -> BodyLimit:
    """Return the first limit whose prefix matches; the last should have the prefix `/`."""
    found = next(limit for limit in limits if path.startswith(limit.prefix))
    if has_credentials or found.size <= ANONYMOUS:
        return found
    return found._replace(size=ANONYMOUS)
