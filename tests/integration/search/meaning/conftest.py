"""A fake embeddings service, named by the settings."""

import pytest

from search.meaning import provider
from tests.embeddings_service import EmbeddingsServer


@pytest.fixture
def service(settings):
    """The service of this test, which `EMBEDDINGS` names."""
    server = EmbeddingsServer()
    settings.EMBEDDINGS = server.address
    provider._provider.cache_clear()
    yield server
    provider._provider.cache_clear()
    server.close()
