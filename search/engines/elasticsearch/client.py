"""The connection, and one typed error for all that can go wrong with it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from elasticsearch import ApiError, BadRequestError, Elasticsearch, TransportError

from search.engines.elasticsearch.json import SERIALIZERS
from search.engines.protocol import EngineUnavailableError

SEARCH_TIMEOUT, WRITE_TIMEOUT = 3.0, 60.0  # seconds


class QueryTooLargeError(EngineUnavailableError):
    """More clauses than this cluster takes; its limit follows from its heap and its threads."""


def connect(url: str = "", timeout: float = SEARCH_TIMEOUT) -> Elasticsearch:
    """Return a client for the server of the settings, or another; it sends nothing yet."""
    return Elasticsearch(
        url or settings.ELASTICSEARCH_URL,
        request_timeout=timeout,
        max_retries=0,
        serializers=SERIALIZERS,
    )


@contextmanager
def typed_errors() -> Iterator[None]:
    """Unreachable, slow, red, read-only, or another version: one error for callers."""
    try:
        yield
    except BadRequestError as error:
        if "too many" in str(error):
            raise QueryTooLargeError("The query has too many clauses for this cluster.") from error
        raise EngineUnavailableError(f"Elasticsearch: {type(error).__name__}") from error
    except (ApiError, TransportError) as error:
        raise EngineUnavailableError(f"Elasticsearch: {type(error).__name__}") from error
