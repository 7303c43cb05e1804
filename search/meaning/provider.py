"""The provider of vectors that `EMBEDDINGS` names.

It is a folder with an ONNX model, or the address of an OpenAI-compatible service.
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from search.meaning.embedding import Provider
from search.meaning.endpoint import Endpoint
from search.meaning.local import LocalModel


def provider() -> Provider | None:
    """Return the provider of the settings, loaded once; None without one.

    Raises EmbeddingError where a folder holds no model that can be used.
    """
    return _provider(settings.EMBEDDINGS) if settings.EMBEDDINGS else None


@lru_cache(maxsize=2)
def _provider(source: str) -> Provider:
    if source.startswith(("http://", "https://")):
        return Endpoint(source)
    return LocalModel(Path(source))
