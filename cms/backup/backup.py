"""Makes a backup of the database and the uploaded files while the site is in use.

The database is read first, so that every file it names exists when the files are read. Search
indexes and delivery documents are left out, because they are built from the database.
"""

import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

from django.core.files.storage import default_storage
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import Page

from cms.backup import database
from cms.backup.archive import Writer
from cms.backup.media import stored_names
from cms.progress import Bar

MEDIA = "media/"


def back_up(target: Path, bar: Bar) -> dict[str, int]:
    """Write the backup to `target` and return the numbers of pages and files in it.

    `target` appears only when it is complete. Raises BackupError; then there is no file at
    `target`.
    """
    partial = target.with_name(f".{target.name}.partial")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder, partial.open("wb") as stream:
            os.chmod(partial, 0o600)  # noqa: PTH101 it holds password hashes
            counts = _write(Writer(stream), Path(folder) / "dump", bar)
            stream.flush()
            os.fsync(stream.fileno())
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)
    return counts


def _write(writer: Writer, dump: Path, bar: Bar) -> dict[str, int]:
    advance = bar("Database", 1)
    pages = Page.objects.count()
    database.dump(dump)
    with dump.open("rb") as content:
        writer.add(database.dump_name(), content, dump.stat().st_size)
    dump.unlink()
    advance(1)
    names = list(stored_names())
    advance = bar("Files", len(names))
    files = sum(_add_file(writer, name, advance) for name in names)
    counts = {"pages": pages, "files": files}
    writer.finish({"made": datetime.now(UTC).isoformat(), "migrations": _migrations(), **counts})
    return counts


def _add_file(writer: Writer, name: str, advance: Callable[[int], object]) -> bool:
    """Add a stored file; return False if it was deleted in the meantime."""
    advance(1)
    try:
        with default_storage.open(name) as content:
            writer.add(MEDIA + name, cast("IO[bytes]", content), content.size)
    except FileNotFoundError:
        return False
    return True


def _migrations() -> list[str]:
    applied = MigrationRecorder.Migration.objects.order_by("app", "name")
    return [f"{app}.{name}" for app, name in applied.values_list("app", "name")]
