"""Settings of services that one variable configures: database, mail server, media store."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import dj_database_url
import dj_email_url

from cms.settings.environment import refuse

DATABASE_SCHEMES = {"postgres", "postgresql", "pgsql", "sqlite"}


def database(url: str | None, data_dir: Path) -> dict[str, Any]:
    """Return Django's settings of the database; SQLite under the data folder by default."""
    if url and urlsplit(url).scheme not in DATABASE_SCHEMES:
        refuse("DATABASE_URL is malformed: should begin with postgres:// or sqlite:///.")
    try:
        config: dict[str, Any] = dict(
            dj_database_url.parse(url or f"sqlite:///{data_dir / 'cms.sqlite3'}")
        )
    except (ValueError, KeyError) as error:
        refuse(f"DATABASE_URL is malformed: {error}.")
    if config["ENGINE"].endswith("sqlite3"):
        # IMMEDIATE takes the write lock when a transaction begins, so ids are commit order.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "PRAGMA cache_size=-16000; PRAGMA mmap_size=268435456;",
        }
    else:
        config["CONN_HEALTH_CHECKS"] = True
        config.setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)  # seconds
    config["CONN_MAX_AGE"] = 60
    return config


def mailer(url: str | None) -> tuple[dict[str, Any], str]:
    """Return Django's settings of the mail server, by default the console, and the sender."""
    config: dict[str, Any] = dict(dj_email_url.parse(url or "console:"))
    if "EMAIL_BACKEND" not in config:
        refuse(
            "EMAIL_URL is malformed: should be like smtp+tls://user:password@host:587 or console:."
        )
    sender = config.get("DEFAULT_FROM_EMAIL", "webmaster@localhost")
    backend: str = config["EMAIL_BACKEND"]
    if not backend.endswith("smtp.EmailBackend"):
        return {"BACKEND": backend, "OPTIONS": {}}, sender
    options = {
        "host": config["EMAIL_HOST"],
        "port": config["EMAIL_PORT"],
        "username": config["EMAIL_HOST_USER"],
        "password": config["EMAIL_HOST_PASSWORD"],
        "use_tls": config["EMAIL_USE_TLS"],
        "use_ssl": config["EMAIL_USE_SSL"],
    }
    return {"BACKEND": backend, "OPTIONS": options}, sender


STORE_OPTIONS = {"endpoint": "endpoint_url", "region": "region_name"}


def media_storage(url: str | None) -> dict[str, Any]:
    """Return Django's storage of uploaded files: a folder, or the bucket named by `url`.

    Credentials come from `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or the machine's role.
    """
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(url)
    store_options = dict(parse_qsl(parts.query))
    if (
        parts.scheme != "s3"
        or not parts.hostname
        or parts.username
        or store_options.keys() - STORE_OPTIONS
    ):
        refuse("MEDIA_URL_STORE is malformed: should be s3://bucket/prefix?endpoint=…&region=….")
    options = {STORE_OPTIONS[name]: value for name, value in store_options.items()}
    if "endpoint" in store_options and urlsplit(store_options["endpoint"]).scheme not in {
        "http",
        "https",
    }:
        refuse("MEDIA_URL_STORE is malformed: its endpoint should begin with https://.")
    # Importing botocore takes 0.3 s, which sites without an object store need not spend.
    from botocore.config import Config

    client = Config(
        connect_timeout=3,  # seconds
        read_timeout=20,  # seconds
        retries={"mode": "standard", "total_max_attempts": 2},
        signature_version="s3v4",
        s3={"addressing_style": "path" if "endpoint" in store_options else "auto"},
        request_checksum_calculation="when_required",  # some stores lack the rest
        response_checksum_validation="when_required",
    )
    return {
        "BACKEND": "cms.media.object_store.ObjectStorage",
        "OPTIONS": {
            "bucket_name": parts.hostname,
            "location": parts.path.strip("/"),
            "file_overwrite": False,
            "default_acl": None,
            "max_memory_size": 1024 * 1024,  # bytes; larger files are buffered on disk
            "client_config": client,
            **options,
        },
    }
