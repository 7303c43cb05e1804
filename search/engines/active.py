"""The active engine: the configured one, or the embedded fall-back while that is unavailable."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string
from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from cms.changes.threads.backoff import Backoff
from cms.telemetry.spans import span
from search.engines.protocol import EngineUnavailableError

FAILURES = 2  # in a row, after which the circuit breaker opens
FIRST_PAUSE, MAX_PAUSE = 2.0, 30.0  # seconds until the next probe
BACKOFF = Backoff(FIRST_PAUSE, MAX_PAUSE, jitter=0.25)

logger = logging.getLogger(__name__)


@cache
def engine(name: str) -> Any:
    """Return this process's only instance of an engine; raises KeyError for an unknown name."""
    return import_string(settings.SEARCH_ENGINES[name])()


def names() -> list[str]:
    """Return the engines in use, the active one first, then its fall-back."""
    if settings.SEARCH_ENGINE_ORDER:
        return list(settings.SEARCH_ENGINE_ORDER)
    return ["elasticsearch", "embedded"] if settings.ELASTICSEARCH_URL else ["embedded"]


class Breaker:
    """A circuit breaker: requests do not wait for an engine that has failed several times.

    While it is open, one request per interval is let through as a probe; the interval grows, with
    jitter.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._next_try = 0.0

    @property
    def is_open(self) -> bool:
        return self._failures >= FAILURES

    def lets_through(self) -> bool:
        with self._lock:
            if not self.is_open:
                return True
            if self._clock() < self._next_try:
                return False
            self._next_try = self._clock() + self._pause()  # others wait for this probe's result
            return True

    def succeeded(self) -> None:
        with self._lock:
            if self.is_open:
                logger.warning("The search engine answers again.")
            self._failures = 0

    def failed(self, error: Exception) -> None:
        with self._lock:
            self._failures += 1
            if self._failures == FAILURES:
                logger.error("Search falls back to the embedded engine: %s", type(error).__name__)
            self._next_try = self._clock() + self._pause()

    def _pause(self) -> float:
        return BACKOFF.pause(max(1, self._failures - FAILURES + 1))


breaker = Breaker()


def answer[Answer](send: Callable[[Any], Answer]) -> Answer:
    """Return the answer of the active engine, or of the fall-back if that is unavailable.

    Raises EngineUnavailableError if both are.
    """
    first, *others = names()
    if not others:
        return _sent(send, first)
    if breaker.lets_through():
        try:
            answered = _sent(send, first)
        except EngineUnavailableError as error:
            breaker.failed(error)
        else:
            breaker.succeeded()
            return answered
    return _sent(send, others[0])


def _sent[Answer](send: Callable[[Any], Answer], name: str) -> Answer:
    with span("engine", {"engine": name}):
        return send(engine(name))


class IndexVersion(NamedTuple):
    """The engine in use, and the state of its index: the index's name and its place."""

    engine: str
    state: str


def version() -> IndexVersion | None:
    """Return the version of the index in use; None before the first build.

    While the breaker is open this is the fall-back's; only searches probe the first engine.
    """
    first, *others = names()
    if not (others and breaker.is_open):
        try:
            return _version(first)
        except EngineUnavailableError as error:
            if others:
                breaker.failed(error)
    with suppress(EngineUnavailableError):
        return _version(others[0]) if others else None
    return None


def _version(name: str) -> IndexVersion | None:
    state: str | None = engine(name).version()
    return IndexVersion(name, state) if state else None


def metrics() -> Iterator[Metric]:
    """Yield for /metrics whether this process searches with the fall-back."""
    yield GaugeMetricFamily(
        "search_engine_fallen_back",
        "Whether searches are answered by the fall-back engine.",
        value=len(names()) > 1 and breaker.is_open,
    )


def components() -> dict[str, dict[str, object]]:
    """Return the state of search for /readyz: the engine that this process uses."""
    first, *others = names()
    fallen_back = bool(others) and breaker.is_open
    return {
        "search": {
            "state": "degraded" if fallen_back else "ok",
            "engine": others[0] if fallen_back else first,
        }
    }
