"""The interface of providers of embeddings: vectors of the meaning of texts."""

from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

type Vectors = NDArray[np.float32]
"""A row for each text, of length 1."""
type Kind = Literal["query", "document"]


class EmbeddingError(Exception):
    """The provider failed; the message is one line for the log."""


class Provider(Protocol):
    """An embedding model, in this process or at a service."""

    @property
    def model(self) -> str:
        """Return the identity of the model, at most 64 characters."""

    def embed(self, texts: Sequence[str], kind: Kind, seconds: float) -> Vectors:
        """Return the vectors of the texts; raises EmbeddingError, after `seconds` at the latest."""


def normalized(rows: object, count: int) -> Vectors:
    """Return rows of numbers as vectors of length 1.

    Raises EmbeddingError unless they are `count` rows of one size and finite numbers.
    """
    try:
        vectors = np.asarray(rows, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise EmbeddingError("The vectors are not numbers, or not all of one size.") from error
    if vectors.ndim != 2 or vectors.shape[0] != count or not vectors.shape[1]:
        raise EmbeddingError(f"{count} texts have vectors of the shape {vectors.shape}.")
    if not np.isfinite(vectors).all():
        raise EmbeddingError("The vectors hold values that are no numbers.")
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths, lengths, 1.0)).astype(np.float32)
