"""Restores a backup into an empty database and an empty media store."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.core.files.storage import default_storage
from django.db.migrations.loader import MigrationLoader
from wagtail.models import Page

from cms.backup import database
from cms.backup.archive import Archive
from cms.backup.backup import MEDIA
from cms.backup.errors import BackupError
from cms.backup.media import store, stored_names
from cms.changes.log import start_over
from cms.health.outage import OutageError
from cms.progress import Bar


def restore(source: Path, bar: Bar) -> dict[str, int]:
    """Restore the backup at `source` and return the numbers of pages and files in it.

    Everything is checked before anything is written. The database is written last and at once;
    if that or a file before it fails, the files are removed again. Raises BackupError if the
    archive is incomplete, damaged, for another kind of database or of a newer version, or if
    there is data already.
    """
    bar("Checking", 1)
    archive = Archive(source)
    _check(archive)
    with tempfile.NamedTemporaryFile(suffix=".dump") as dump, _all_or_none() as stored:
        advance = bar("Restoring", len(archive))
        for name, content, _ in archive.members():
            if name.startswith(MEDIA):
                stored.append(name.removeprefix(MEDIA))
                store(stored[-1], content)
            else:
                shutil.copyfileobj(content, dump)
                dump.flush()
            advance(1)
        database.load(Path(dump.name))
    start_over()  # indexes, cursors and caches of the old database are not valid
    counts = {"pages": archive.about["pages"], "files": archive.about["files"]}
    if (restored := Page.objects.count()) != counts["pages"]:
        raise BackupError(f"{counts['pages']} pages were backed up, and {restored} are restored.")
    return counts


def _check(archive: Archive) -> None:
    if database.dump_name() not in archive.about["sha256"]:
        raise BackupError("The backup is for another kind of database than DATABASE_URL.")
    migrations = MigrationLoader(None).disk_migrations
    newer = [
        name for name in archive.about["migrations"] if tuple(name.split(".", 1)) not in migrations
    ]
    if newer:
        raise BackupError(f"The backup is of a newer version of the site: it has {newer[0]}.")
    if not database.is_empty():
        raise BackupError("The database has tables: restore into an empty one.")
    if name := next(stored_names(), None):
        raise BackupError(f"The media store has files, such as {name}: restore into an empty one.")


@contextmanager
def _all_or_none() -> Iterator[list[str]]:
    """Yield a list for the names of files, which are deleted if the block fails."""
    names: list[str] = []
    try:
        yield names
    except BaseException:
        for name in names:
            with suppress(OutageError, OSError):
                default_storage.delete(name)
        raise
