"""Spans of what a request does. Without a collector they cost one comparison."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

_OFF: AbstractContextManager[Any] = nullcontext()
_tracer: "Tracer | None" = None


def use_tracer(tracer: "Tracer | None") -> None:
    """Make all spans of this process with `tracer`; with None, none."""
    global _tracer
    _tracer = tracer


def span(
    name: str, attributes: Mapping[str, str | int] | None = None
) -> AbstractContextManager[Any]:
    """Return a context that records a span, or does nothing if tracing is off.

    Attributes must not have anything that a visitor has written, which messages of exceptions
    may have.
    """
    if _tracer is None:
        return _OFF
    return _tracer.start_as_current_span(
        name, attributes=attributes, record_exception=False, set_status_on_exception=False
    )
