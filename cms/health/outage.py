"""Distinguishes outages of services behind the site from faults of the program."""

from django.db import InterfaceError, OperationalError

# Other errors of SQLite are faults of the program, such as an unknown table.
SQLITE_ERRORS = ("SQLITE_BUSY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY")


class OutageError(Exception):
    """A service that a response needs is unavailable; a retry may succeed soon."""


def is_outage(error: BaseException | None) -> bool:
    """Return whether an error comes from an unavailable or busy service."""
    if isinstance(error, OutageError):
        return True
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    name = getattr(error.__cause__, "sqlite_errorname", None)
    return name is None or name.startswith(SQLITE_ERRORS)
