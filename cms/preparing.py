"""The steps before serving: services, migrations, static files, search index."""

import hashlib
import sys
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import NotSupportedError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from cms.health.database import database_check
from cms.health.outage import OutageError


def require_services() -> None:
    """End the process with one line if the database, Redis or the media store cannot be used."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        why = str(error).splitlines()[0]
        sys.exit(f"The database of DATABASE_URL does not answer: {why}")
    except NotSupportedError:
        pass  # the check describes it
    for each in database_check():
        sys.exit(f"{each.msg} {each.hint}")
    if settings.ENV.redis_url:
        from redis import Redis, RedisError

        try:
            with Redis.from_url(settings.ENV.redis_url, socket_connect_timeout=3) as redis:
                redis.ping()
        except RedisError as error:
            sys.exit(f"The Redis server of REDIS_URL does not answer: {error}")
    if settings.ENV.media_url_store:
        from cms.media.object_store import check_media_store

        try:
            check_media_store()
        except OutageError as error:
            sys.exit(f"The bucket of MEDIA_URL_STORE cannot be used: {error}.")


def unapplied_migrations() -> list[str]:
    """Return the names of unapplied migrations, like `home.0002_text`."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def require_migrations() -> None:
    """End the process with one line if a migration is unapplied."""
    if missing := unapplied_migrations():
        sys.exit(
            f"The database lacks {len(missing)} migrations, the first is {missing[0]}: "
            "run `manage.py prepare`."
        )


def migrate() -> None:
    """Apply migrations; Django's command is skipped if there are none, as it takes a second."""
    if unapplied_migrations():
        print("Preparing the database", flush=True)
        call_command("migrate", verbosity=0, interactive=False)


def collect_static() -> None:
    """Collect and compress the static files, unless none has changed, as it takes seconds."""
    root = Path(settings.STATIC_ROOT)
    record = root.with_suffix(".digest")
    digest = static_digest()
    if (root / "staticfiles.json").exists() and record.exists() and record.read_text() == digest:
        return
    record.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    record.write_text(digest)


def static_digest() -> str:
    """Return a digest of the names, sizes and times of all static files, and of their storage."""
    digest = hashlib.blake2b(digest_size=12)
    digest.update(f"{settings.STORAGES['staticfiles']}{version('whitenoise')}\n".encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def build() -> None:
    """Build missing search indexes and documents, and let all readers of the change log catch up.

    Raises CommandError if a reader fails.
    """
    call_command("search_rebuild", missing=True)
    call_command("search_worker", once=True)


def build_if_possible() -> None:
    """Build as `build` does, but only report failures."""
    try:
        build()
    except CommandError as error:
        print(f"The search index is not up to date yet: {error}", flush=True)
