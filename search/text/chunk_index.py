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


class ChunkIndex:
    """Chunks by language and by the words and stems in them."""

    def __init__(self) -> None:
        self._by_stemmer: dict[Callable[[str], str], _Chunks] = {}
        self._size = 0

    def with_names(self, chunks: Set[str], names: Set[str], locale: str) -> Set[str]:
        """Return those of the chunks of a text that contain any of the words or stems.

        Chunks longer than `MAX_LENGTH` are returned in any case: they rarely repeat.
        """
        stem_of = stemmer(locale)
        indexed = self._chunks(stem_of)
        matching = {chunk for chunk in chunks if len(chunk) > MAX_LENGTH}
        for chunk in chunks - indexed.indexed - matching:
            indexed.add(chunk, names_of(chunk, stem_of))
            self._size += 1
        for name in names & indexed.by_name.keys():
            matching.update(indexed.by_name[name])
        return matching & chunks

    def _chunks(self, stem_of: Callable[[str], str]) -> _Chunks:
        if self._size >= MAX_CHUNKS:
            self._by_stemmer, self._size = {}, 0
        if stem_of not in self._by_stemmer:
            self._by_stemmer[stem_of] = _Chunks()
        return self._by_stemmer[stem_of]


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
