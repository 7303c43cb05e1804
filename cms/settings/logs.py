"""Logging settings that keep secrets, addresses and visitors' queries out of the log."""

from typing import Any


def logging(form: str) -> dict[str, Any]:
    """Return the configuration for logs as `text` or as `json`."""
    return LOGGING | {"handlers": {"console": LOGGING["handlers"]["console"] | {"formatter": form}}}


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "cms.health.json_log.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "text"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Both would log who tried to log in, and from where.
        "axes": {"level": "CRITICAL"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django_tasks": {"level": "WARNING"},  # two lines for every saved object
        # A line for every saved page, between the lines of commands; pages have their history.
        "wagtail": {"level": "WARNING"},
        # elastic_transport logs every request, query text included.
        "elastic_transport": {"level": "WARNING"},
        "elastic_transport.node_pool": {"level": "ERROR"},
    },
}
