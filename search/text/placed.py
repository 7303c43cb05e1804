"""Words with their offsets in the original text, before it is normalized."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from search.text.normalize import normalize
from search.text.scripts import clusters, is_unspaced
from search.text.words import MAX_CACHED_LENGTH, compounds, places

_GROUPED = re.compile(r"\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?!\d)")
_SPACE = re.compile(r"\s|\Z")
_LINE_BROKEN = re.compile(r"[-\u2010\u00ad][ \t]*\r?\n\s*")
# Characters that are normalized together: a letter with its marks, and hyphenation.
_TOGETHER = re.compile(
    r".[\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u1039\u103a]*"
    r"[\u0e32\u0eb2]?",
    re.DOTALL,
)


class Piece(NamedTuple):
    """A normalized word of a chunk and its offsets; a variant is several words joined."""

    word: str
    start: int
    end: int
    is_variant: bool = False


def broken(text: str) -> list[str]:
    """Return the chunks that contain white space: hyphenated words and grouped digits."""
    chunks = [] if text.isascii() else _GROUPED.findall(text)
    if "\n" in text:
        for match in _LINE_BROKEN.finditer(text):
            before = text[: match.start()][-MAX_CACHED_LENGTH:].split(" ")[-1].split("\n")[-1]
            after = _SPACE.search(text, match.end())
            end = after.start() if after else len(text)
            chunks.append(f"{before}{text[match.start() : end]}")
    return chunks


def pieces(chunk: str) -> list[Piece]:
    """Return the words of a chunk with their offsets in it."""
    normal = normalize(chunk)
    pieces = list(_pieces(normal))
    if len(normal) == len(chunk) and chunk.isascii():
        return pieces
    if len(normal) == len(chunk) and chunk.casefold() == normal:
        return pieces
    starts, ends = _origins(chunk, normal)
    return [
        each._replace(start=starts[each.start], end=ends[each.end - 1])
        for each in pieces
        if each.end <= len(ends)
    ]


def _pieces(normal: str) -> Iterator[Piece]:
    for word, start, end in places(normal):
        if not is_unspaced(word):
            yield Piece(word, start, end)
            continue
        for letter in clusters(word):
            yield Piece(letter, start, start + len(letter))
            start += len(letter)
    for word, start, end in compounds(normal):
        yield Piece(word, start, end, is_variant=True)


def _origins(chunk: str, normal: str) -> tuple[list[int], list[int]]:
    """Return the start and end offsets in the chunk of each character of the normalized chunk."""
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    while at < len(chunk):
        broken = _LINE_BROKEN.match(chunk, at)
        if broken and normal[len(starts) : len(starts) + 1] != "-":
            at = broken.end()
            continue
        together = _TOGETHER.match(chunk, at)
        end = together.end() if together else at + 1
        length = _normal_length(chunk[at:end])
        if chunk[at].isspace() and not normal[len(starts) : len(starts) + 1].isspace():
            length = 0
        starts += [at] * length
        ends += [end] * length
        at = broken.end() if broken else end
    missing = max(0, len(normal) - len(starts))
    return starts + [len(chunk)] * missing, ends + [len(chunk)] * missing


@lru_cache(maxsize=20_000)
def _normal_length(letter: str) -> int:
    """Return how many characters a letter with its marks has when normalized."""
    return len(normalize(letter))
