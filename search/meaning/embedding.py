"""Texts turned into vectors of their meaning: what a provider of them does."""

from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

type Vectors = NDArray[np.float32]
"""A row for each text, of length 1."""
type Kind = Literal["query", "document"]


class EmbeddingError(Exception):
    """The texts have no vectors now; the message is one line for the log."""


class Provider(Protocol):
    """A model, and how it is reached."""

    @property
    def model(self) -> str:
        """Return what identifies the model, at most 64 characters: its vectors fit each other."""

    def embed(self, texts: Sequence[str], kind: Kind, seconds: float) -> Vectors:
        """Return the vectors of the texts; raises EmbeddingError, after about so many seconds."""


def checked(rows: object, count: int) -> Vectors:
    """Return rows of numbers as vectors of length 1.

    Raises EmbeddingError where they are not `count` rows of one size, or not finite.
    """
    try:
        found = np.asarray(rows, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise EmbeddingError("The vectors are not numbers, or not all of one size.") from error
    if found.ndim != 2 or found.shape[0] != count or not found.shape[1]:
        raise EmbeddingError(f"{count} texts have vectors of the shape {found.shape}.")
    if not np.isfinite(found).all():
        raise EmbeddingError("The vectors hold values that are no numbers.")
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return (found / np.where(lengths, lengths, 1.0)).astype(np.float32)
