"""The provider of embeddings that `EMBEDDINGS` configures.

It is a folder with an ONNX model, or the address of an OpenAI-compatible service.
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from search.meaning.embedding import Provider
from search.meaning.endpoint import Endpoint
from search.meaning.local import LocalModel


def provider() -> Provider | None:
    """Return the configured provider, loaded once; None if `EMBEDDINGS` is not set.

    Raises EmbeddingError if the folder has no usable model.
    """
    return _provider(settings.EMBEDDINGS) if settings.EMBEDDINGS else None


@lru_cache(maxsize=2)
def _provider(source: str) -> Provider:
    if source.startswith(("http://", "https://")):
        return Endpoint(source)
    return LocalModel(Path(source))
