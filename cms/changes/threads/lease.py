"""Leases, which decide which process runs the readers: one per machine, one per database.

A lease is released at once when its process ends, even if that is killed.
"""

import fcntl
import os
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

ADVISORY_KEY = 0x434D_5343  # any number, as long as nothing else in the database uses it


class Lease(Protocol):
    def acquire(self) -> bool:
        """Acquire the lease unless another process has it; return whether this one has it."""

    def is_valid(self) -> bool:
        """Return whether this process still has it; a database lease ends with its connection."""

    def release(self) -> None: ...


class MachineLease:
    """A lock on a file in the data folder."""

    def __init__(self, name: str) -> None:
        self._path = Path(settings.DATA_DIR) / f"{name}.lock"
        self._file: int | None = None

    def acquire(self) -> bool:
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(file)
            else:
                self._file = file
        return self.is_valid()

    def is_valid(self) -> bool:
        return self._file is not None

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


class DatabaseLease:
    """A PostgreSQL advisory lock, on a separate connection."""

    def __init__(self) -> None:
        self._connection: BaseDatabaseWrapper | None = None

    def acquire(self) -> bool:
        lock_connection = connection.copy()
        with lock_connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_KEY])
            is_acquired = bool(cursor.fetchone()[0])
        if is_acquired:
            self._connection = lock_connection
        else:
            lock_connection.close()
        return is_acquired

    def is_valid(self) -> bool:
        if self._connection is None:
            return False
        try:
            with self._connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            self.release()
        return self._connection is not None

    def release(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def shared_lease() -> Lease:
    """Return the lease for work that one process does for all.

    A SQLite database is used by one machine only, so a lock on a file is enough there.
    """
    return DatabaseLease() if connection.vendor == "postgresql" else MachineLease("shared")
