"""The WSGI environment of an ASGI request, as Django reads it."""

import io
from urllib.parse import quote

import pytest
from django.core.handlers.wsgi import WSGIRequest
from hypothesis import given
from hypothesis import strategies as st

from cms.server.environ import build_environ


def scope(path=b"/", query=b"", headers=()):
    return {
        "type": "http",
        "method": "GET",
        "raw_path": path,
        "query_string": query,
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", "8000"),
        "client": ("127.0.0.2", "4321"),
        "headers": [(b"host", b"example.org"), *headers],
    }


def request(body=b"", **parts) -> WSGIRequest:
    return WSGIRequest(build_environ(scope(**parts), io.BytesIO(body), len(body)))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_the_path_is_decoded_as_elsewhere_in_django(text):
    assert request(path=b"/" + quote(text, safe="").encode()).path_info == "/" + text


def test_bytes_that_are_not_utf_8_stay_encoded():
    assert request(path=b"/%ff%fe/").path_info == "/%FF%FE/"


def test_query_and_body_are_read():
    sent = request(
        query=b"q=%E0%B8%9B",
        body=b"name=value",
        headers=[(b"content-type", b"application/x-www-form-urlencoded")],
    )
    sent.method = "POST"

    assert sent.GET["q"] == "ป"
    assert sent.POST["name"] == "value"


@pytest.mark.parametrize("name", [b"x_forwarded_for", b"x-forwarded_for", b"content_length"])
def test_headers_with_an_underscore_are_left_out(name):
    meta = request(headers=[(name, b"1.1.1.1")]).META

    assert "HTTP_X_FORWARDED_FOR" not in meta
    assert meta["CONTENT_LENGTH"] == "0"


def test_repeated_headers_are_joined():
    sent = request(
        headers=[
            (b"x-forwarded-for", b"1.1.1.1"),
            (b"x-forwarded-for", b"2.2.2.2"),
            (b"cookie", b"a=1"),
            (b"cookie", b"b=2"),
        ]
    )

    assert sent.META["HTTP_X_FORWARDED_FOR"] == "1.1.1.1,2.2.2.2"
    assert sent.COOKIES == {"a": "1", "b": "2"}


def test_host_and_client_are_those_of_the_connection():
    sent = request()

    assert sent.META["REMOTE_ADDR"] == "127.0.0.2"
    assert sent.META["HTTP_HOST"] == "example.org"
