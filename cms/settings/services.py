"""Settings of the services that one variable names: the database and the mail server."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

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
