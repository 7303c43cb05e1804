"""Telling an outage of a service behind the site from a fault of the program."""

from django.db import InterfaceError, OperationalError

# Other errors of SQLite are faults of the program, such as an unknown table.
SQLITE_ERRORS = ("SQLITE_BUSY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY")


class OutageError(Exception):
    """A service that a response needs is away; the same request may succeed soon."""


def is_outage(error: BaseException | None) -> bool:
    """Return whether a service is away or busy, rather than the request wrong."""
    if isinstance(error, OutageError):
        return True
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    name = getattr(error.__cause__, "sqlite_errorname", None)
    return name is None or name.startswith(SQLITE_ERRORS)
