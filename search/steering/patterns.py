"""Query patterns of editors: words, and `*` for any number of other words."""

from collections.abc import Iterable
from functools import lru_cache

from search.request.thesaurus import is_stopword, term_key
from search.text.forms import stem
from search.text.words import units

ANY = "*"


def is_pattern(text: str) -> bool:
    """Return whether the text has a word besides `*`, which alone would match every query."""
    return any(term_key(token, "") for token in text.split() if token != ANY)


def is_match(pattern: str, text: str) -> bool:
    """Return whether the pattern matches the whole query, in time linear in both.

    Inflection, case and stop words are ignored; the order of words matters.
    """
    return is_any_match((pattern,), text)


def is_any_match(patterns: Iterable[str], text: str) -> bool:
    """Return whether one of the patterns matches the whole query, as `is_match` does."""
    stems = _stems(text)
    return bool(stems) and any(_matches(_runs(pattern), stems) for pattern in patterns)


@lru_cache(maxsize=256)
def _stems(text: str) -> str:
    return _spaced(term_key(text, ""))


@lru_cache(maxsize=4096)
def _runs(pattern: str) -> tuple[str, ...]:
    """Return the stems between the stars; each run has a space around every stem."""
    rows: list[list[str]] = [[]]
    for token in pattern.split():
        if token == ANY:
            rows.append([])
        else:
            rows[-1] += units(token)
    only_stopwords = all(is_stopword(word) for row in rows for word in row)
    content_words = (
        [word for word in row if only_stopwords or not is_stopword(word)] for row in rows
    )
    return tuple(_spaced(stem(word, "en") for word in row) for row in content_words)


def _spaced(stems: Iterable[str]) -> str:
    joined = " ".join(stems)
    return f" {joined} " if joined else ""


def _matches(runs: tuple[str, ...], stems: str) -> bool:
    """Return whether the runs occur in the text in order, the outer ones at its ends.

    Each run is matched at its first occurrence, which leaves the most room for the others, so no
    backtracking is needed. Adjacent runs share the space between them.
    """
    first, *others = runs
    if not others:
        return first == stems
    if not stems.startswith(first):
        return False
    *inner, last = others
    at = max(0, len(first) - 1)
    for run in filter(None, inner):
        position = stems.find(run, at)
        if position < 0:
            return False
        at = position + len(run) - 1
    return stems.endswith(last) and len(stems) - len(last) >= (at if last else 0)
