"""Request bodies are read within limits, however clients send them."""

import asyncio
from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.server import body as reading
from cms.server.body import BodyError, DisconnectedError, declared_length, read_body
from cms.server.limits import ANONYMOUS, BodyLimit, limit_for
from tests.event_loop import run

LIMIT = BodyLimit("/", 1000, 5)


def receiving(*messages):
    """Return a `receive` callable that returns these messages and then blocks."""
    waiting = list(messages)

    async def receive():
        if waiting:
            return waiting.pop(0)
        await asyncio.sleep(60)
        raise AssertionError

    return receive


def chunks(*parts: bytes):
    last = len(parts) - 1
    return [
        {"type": "http.request", "body": part, "more_body": number < last}
        for number, part in enumerate(parts)
    ]


def read(receive, declared=None, limit=LIMIT):
    body, length = run(read_body(receive, declared, limit))
    with body:
        content = body.read()
    assert len(content) == length
    return content


@given(st.lists(st.binary(max_size=100), min_size=1, max_size=10))
def test_the_chunks_are_joined(parts):
    assert read(receiving(*chunks(*parts))) == b"".join(parts)


def test_a_body_that_declares_too_much_is_refused_unread():
    with pytest.raises(BodyError) as refusal:
        read(receiving(), declared=1001)

    assert refusal.value.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_a_body_that_grows_too_large_is_refused():
    with pytest.raises(BodyError) as refusal:
        read(receiving(*chunks(b"x" * 600, b"x" * 600, b"never read")))

    assert refusal.value.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_a_body_that_takes_too_long_is_refused():
    with pytest.raises(BodyError) as refusal:
        read(receiving(chunks(b"x", b"")[0]), limit=LIMIT._replace(seconds=0.05))

    assert refusal.value.status == HTTPStatus.REQUEST_TIMEOUT


def test_a_body_that_stalls_is_refused_early(monkeypatch):
    monkeypatch.setattr(reading, "IDLE", 0.05)
    with pytest.raises(BodyError) as refusal:
        read(receiving(chunks(b"x", b"")[0]), limit=LIMIT._replace(seconds=300))

    assert refusal.value.status == HTTPStatus.REQUEST_TIMEOUT


def test_a_client_that_disconnects_raises_an_error():
    with pytest.raises(DisconnectedError):
        read(receiving(chunks(b"x", b"")[0], {"type": "http.disconnect"}))


@pytest.mark.parametrize(
    ("headers", "length"),
    [
        ({}, 0),
        ({b"content-length": b"12"}, 12),
        ({b"transfer-encoding": b"chunked"}, None),
        ({b"transfer-encoding": b"chunked", b"content-length": b"12"}, None),
    ],
)
def test_the_length_is_that_of_the_headers(headers, length):
    assert declared_length(headers) == length


@pytest.mark.parametrize("value", [b"-1", b"1e3", b"", b"\xb2"])
def test_a_malformed_length_is_a_bad_request(value):
    with pytest.raises(BodyError) as refusal:
        declared_length({b"content-length": value})

    assert refusal.value.status == HTTPStatus.BAD_REQUEST


LIMITS = [BodyLimit("/admin/", 64 * 1024 * 1024, 300), BodyLimit("/", 1000, 15)]


def test_the_first_prefix_that_matches_decides():
    assert limit_for("/admin/x/", LIMITS, has_credentials=True) == LIMITS[0]
    assert limit_for("/administration", LIMITS, has_credentials=True) == LIMITS[1]


def test_anonymous_bodies_have_a_lower_limit():
    assert limit_for("/admin/", LIMITS, has_credentials=False).size == ANONYMOUS
