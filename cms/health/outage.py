"""Distinguishes outages of services behind the site from faults of the program."""

import errno

from django.db import InterfaceError, OperationalError

# Other errors of SQLite are faults of the program, such as an unknown table.
SQLITE_ERRORS = ("SQLITE_BUSY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY")

DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


class OutageError(Exception):
    """A service that a response needs is unavailable; a retry may succeed soon."""


def is_outage(error: BaseException | None) -> bool:
    """Return whether an error comes from an unavailable or busy service."""
    if isinstance(error, OutageError):
        return True
    if isinstance(error, OSError):
        return error.errno in DISK_ERRORS
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    name = getattr(error.__cause__, "sqlite_errorname", None)
    return name is None or name.startswith(SQLITE_ERRORS)


def in_one_line(error: BaseException) -> str:
    """Return a line about an outage for the person who runs a command."""
    if isinstance(error, OutageError):
        return f"{error}."
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        return f"A file cannot be written: {error.strerror}{where}."
    reason = next(iter(str(error).splitlines()), type(error).__name__)
    return f"The database of DATABASE_URL does not answer or cannot be written: {reason}"
