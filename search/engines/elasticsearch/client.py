"""The Elasticsearch client, and the errors of the engine's interface for those of the client."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from elasticsearch import ApiError, BadRequestError, Elasticsearch, TransportError

from search.engines.elasticsearch.json import SERIALIZERS
from search.engines.protocol import EngineUnavailableError

OTHER_VERSION = "media_type_header_exception"
"""The type of the error that a server of another version answers with."""
SEARCH_TIMEOUT, WRITE_TIMEOUT = 3.0, 60.0  # seconds


class QueryTooLargeError(EngineUnavailableError):
    """The query has more clauses than the cluster allows, which depends on its heap and threads."""


def connect(url: str = "", timeout: float = SEARCH_TIMEOUT) -> Elasticsearch:
    """Return a client for `url`, by default that of the settings; connections are opened lazily.

    `url` may have the addresses of several nodes, separated by commas: a request that one of them
    refuses goes to another one.
    """
    nodes = (url or settings.ELASTICSEARCH_URL or "").split(",")
    return Elasticsearch(
        nodes,
        request_timeout=timeout,
        max_retries=len(nodes) - 1,
        serializers=SERIALIZERS,
    )


@contextmanager
def typed_errors() -> Iterator[None]:
    """Raise EngineUnavailableError, or its subclass, for any error of the client."""
    try:
        yield
    except BadRequestError as error:
        if "too many" in str(error):
            raise QueryTooLargeError("The query has too many clauses for this cluster.") from error
        raise EngineUnavailableError(_described(error)) from error
    except (ApiError, TransportError) as error:
        raise EngineUnavailableError(_described(error)) from error


def _described(error: ApiError | TransportError) -> str:
    """Return a sentence without the server's own words, which may contain a visitor's."""
    if not isinstance(error, ApiError):
        return f"Elasticsearch: {type(error).__name__}"
    if error.message == OTHER_VERSION:
        return "Elasticsearch: the server is of another version than 9."
    return f"Elasticsearch: {error.message}"
