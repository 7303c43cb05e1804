"""Logging settings that keep secrets, addresses and visitors' queries out of the log."""

from typing import Any

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Both would log who tried to log in, and from where.
        "axes": {"level": "CRITICAL"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django_tasks": {"level": "WARNING"},  # two lines for every saved object
        # elastic_transport logs every request, query text included.
        "elastic_transport": {"level": "WARNING"},
        "elastic_transport.node_pool": {"level": "ERROR"},
    },
}
