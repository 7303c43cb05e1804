"""An inverted index of the chunks of texts, by which a query finds those with its words.

Texts repeat their chunks, so the words of each are computed once, and a text is compared with a
query by operations on sets instead of chunk by chunk.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Set

from search.text.forms import folded, stemmer
from search.text.placed import pieces

MAX_CHUNKS = 100_000  # of all languages; a full index is emptied
MAX_LENGTH = 40  # characters of a chunk that is kept

_PLAIN = re.compile("[a-z]+[.,;:)]?")


class _Chunks:
    """The indexed chunks of one language."""

    def __init__(self) -> None:
        self.indexed = set[str]()
        self.by_name = defaultdict[str, list[str]](list)
        """Chunks by the folded words and stems in them."""

    def add(self, chunk: str, names: Iterable[str]) -> None:
        for name in names:
            self.by_name[name].append(chunk)
        self.indexed.add(chunk)  # last: other threads look up indexed chunks only


class ChunkQuery:
    """A query for the chunks of texts in one language that contain any of some words or stems.

    Its chunks in the index are united only when the index grows: a query reads many texts.
    """

    def __init__(self, index: _Chunks, names: Iterable[str], stem_of: Callable[[str], str]) -> None:
        self._index = index
        self._names = names
        self._stem_of = stem_of
        self._size = 0
        self._united = set[str]()

    def matching(self, chunks: Set[str]) -> Set[str]:
        """Return those of the chunks of a text that contain any of the words or stems.

        Chunks longer than `MAX_LENGTH` are returned in any case: they rarely repeat.
        """
        new = chunks - self._index.indexed
        long = {chunk for chunk in new if len(chunk) > MAX_LENGTH}
        for chunk in new - long:
            self._index.add(chunk, names_of(chunk, self._stem_of))
        if len(self._index.indexed) != self._size:
            self._unite()
        return self._united & chunks | long

    def _unite(self) -> None:
        self._size = len(self._index.indexed)  # first: other threads may add chunks meanwhile
        by_name = self._index.by_name
        self._united = set().union(*(by_name[name] for name in self._names if name in by_name))


class ChunkIndex:
    """Chunks by language and by the words and stems in them."""

    def __init__(self) -> None:
        self._by_stemmer: dict[Callable[[str], str], _Chunks] = {}

    def __len__(self) -> int:
        return sum(len(chunks.indexed) for chunks in self._by_stemmer.values())

    def query(self, names: Iterable[str], locale: str) -> ChunkQuery:
        """Return a query for chunks in a language with any of these words or stems."""
        if len(self) >= MAX_CHUNKS:
            self._by_stemmer = {}
        stem_of = stemmer(locale)
        return ChunkQuery(self._by_stemmer.setdefault(stem_of, _Chunks()), names, stem_of)


def names_of(chunk: str, stem_of: Callable[[str], str]) -> Set[str]:
    """Return the folded words of a chunk and their stems."""
    lower = chunk.lower()
    if _PLAIN.fullmatch(lower):
        word = lower.rstrip(".,;:)")
        return {folded(word), stem_of(word)}
    words = {piece.word for piece in pieces(chunk)}
    return {name for word in words for name in (folded(word), stem_of(word))}


chunk_index = ChunkIndex()
"""The index of this process."""
