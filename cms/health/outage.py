"""Telling an outage of the database from a fault of the program."""

from django.db import InterfaceError, OperationalError

# Other errors of SQLite are faults of the program, such as an unknown table.
SQLITE_ERRORS = ("SQLITE_BUSY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY")


def is_outage(error: BaseException | None) -> bool:
    """Return whether the database is away or busy, rather than the query wrong."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    name = getattr(error.__cause__, "sqlite_errorname", None)
    return name is None or name.startswith(SQLITE_ERRORS)
