"""The check that the server of the database and its encoding suit this version of the site."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import Error
from django.db import DatabaseError, NotSupportedError, connection


def database_check(app_configs: Sequence[Any] | None = None, **kwargs: Any) -> list[Error]:
    """Return an error if the database server is too old, or the database not in UTF-8."""
    try:
        connection.ensure_connection()
        connection.check_database_version_supported()
    except NotSupportedError as error:
        return [Error(str(error), hint="Upgrade the server.", id="cms.E003")]
    except DatabaseError:  # not reachable: the command itself reports it
        return []
    if connection.vendor != "postgresql":
        return []
    encoding = connection.connection.info.parameter_status("server_encoding")
    if encoding == "UTF8":
        return []
    return [
        Error(
            f"The database of DATABASE_URL has the encoding {encoding}, which lacks characters.",
            hint="Create one with ENCODING 'UTF8' TEMPLATE template0.",
            id="cms.E004",
        )
    ]
