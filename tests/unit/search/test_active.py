"""The engine that answers while the configured one fails and recovers."""

import pytest

from search.engines import active
from search.engines.active import FAILURES, FIRST_PAUSE, MAX_PAUSE, Breaker
from search.engines.protocol import EngineUnavailableError


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def engines(monkeypatch, clock):
    """Return the names of the engines that are used, in order, with both configured."""
    used: list[str] = []
    monkeypatch.setattr(active, "names", lambda: ["elasticsearch", "embedded"])
    monkeypatch.setattr(active, "engine", lambda name: name)
    monkeypatch.setattr(active, "breaker", Breaker(clock))
    return used


def search_with(used: list[str], away: set[str]):
    def search(name: str) -> str:
        used.append(name)
        if name in away:
            raise EngineUnavailableError("away")
        return name

    return search


def test_the_configured_engine_answers(engines):
    assert active.answer(search_with(engines, set())) == "elasticsearch"
    assert engines == ["elasticsearch"]


def test_a_failure_is_answered_by_the_fall_back(engines):
    assert active.answer(search_with(engines, {"elasticsearch"})) == "embedded"


def test_after_some_failures_no_request_waits_for_it(engines):
    for _ in range(FAILURES):
        active.answer(search_with(engines, {"elasticsearch"}))
    engines.clear()

    assert active.answer(search_with(engines, {"elasticsearch"})) == "embedded"
    assert engines == ["embedded"]
    assert active.components()["search"] == {"state": "degraded", "engine": "embedded"}


def test_one_request_probes_and_brings_it_back(engines, clock):
    for _ in range(FAILURES):
        active.answer(search_with(engines, {"elasticsearch"}))
    clock.now += FIRST_PAUSE + 1
    engines.clear()

    assert active.answer(search_with(engines, set())) == "elasticsearch"
    assert active.components()["search"]["state"] == "ok"


def test_probes_become_rarer_but_do_not_end(clock):
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        breaker.failed(EngineUnavailableError())
    waited = []
    for _ in range(8):
        since = clock.now
        while not breaker.lets_through():
            clock.now += 0.25
        breaker.failed(EngineUnavailableError())
        waited.append(clock.now - since)

    assert waited[0] < waited[-1] <= MAX_PAUSE + 1


def test_others_do_not_join_a_probe(clock):
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        breaker.failed(EngineUnavailableError())
    clock.now += MAX_PAUSE

    assert [breaker.lets_through() for _ in range(3)] == [True, False, False]


def test_without_any_engine_the_error_is_typed(engines):
    with pytest.raises(EngineUnavailableError):
        active.answer(search_with(engines, {"elasticsearch", "embedded"}))
