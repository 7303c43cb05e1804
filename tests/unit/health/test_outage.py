"""Outages of the database are distinguished from faults of the program."""

import errno
import sqlite3

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.test import RequestFactory

from cms.errors import server_error
from cms.health.outage import is_outage


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    error.__cause__ = cause
    return error


def sqlite_error(name: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("")
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    "error",
    [
        raised(OperationalError(), psycopg.OperationalError("connection refused")),
        raised(OperationalError(), psycopg.errors.AdminShutdown()),
        raised(InterfaceError("connection already closed")),
        OSError(errno.ENOSPC, "No space left on device"),
        *(
            raised(OperationalError(), sqlite_error(name))
            for name in ("SQLITE_BUSY", "SQLITE_FULL", "SQLITE_IOERR_READ", "SQLITE_CANTOPEN")
        ),
    ],
)
def test_an_outage(error):
    assert is_outage(error)


@pytest.mark.parametrize(
    "error",
    [
        None,
        ValueError(),
        FileNotFoundError(errno.ENOENT, "No such file or directory"),
        ProgrammingError("no such column"),
        raised(OperationalError("no such table"), sqlite_error("SQLITE_ERROR")),
    ],
)
def test_a_fault(error):
    assert not is_outage(error)


@pytest.mark.parametrize(
    ("path", "content_type"),
    [("/page/", "text/html; charset=utf-8"), ("/api/x/", "application/problem+json")],
)
def test_an_outage_is_answered_without_the_database(path, content_type):
    try:
        raise OperationalError("away")
    except OperationalError:
        response = server_error(RequestFactory().get(path))

    assert (response.status_code, response["Content-Type"]) == (503, content_type)
    assert 5 <= int(response["Retry-After"]) < 10


def test_a_fault_stays_500():
    try:
        raise ValueError
    except ValueError:
        assert server_error(RequestFactory().get("/page/")).status_code == 500
