"""The stored form of vectors: int8, one passage after another."""

import numpy as np

from search.meaning.embedding import Vectors

_INT8_MAX = 127


def packed(vectors: Vectors) -> bytes:
    """Return vectors as int8, each scaled by its maximum absolute number."""
    maximum = np.abs(vectors).max(axis=1, keepdims=True, initial=0.0)
    scaled = vectors / np.where(maximum, maximum, 1.0) * _INT8_MAX
    return np.rint(scaled).astype(np.int8).tobytes()


def similarity(query: Vectors, stored: bytes) -> float | None:
    """Return the cosine of a query and the nearest passage of a page; None without passages."""
    size = query.shape[1]
    if not stored or len(stored) % size:
        return None
    rows = np.frombuffer(stored, dtype=np.int8).reshape(-1, size).astype(np.float32)
    lengths = np.linalg.norm(rows, axis=1)
    return float((rows @ query[0] / np.where(lengths, lengths, 1.0)).max())
