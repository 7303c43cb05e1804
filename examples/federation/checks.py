"""A content check: events say where they take place."""

from collections.abc import Iterator
from typing import Any


def missing_place(page: Any) -> Iterator[str]:
    """Yield a message for an event without a place; other pages have none to name."""
    if not getattr(page, "place", "elsewhere"):
        yield "Say where the event takes place, or write “online”."
