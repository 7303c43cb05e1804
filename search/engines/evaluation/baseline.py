"""Plain BM25, the yardstick: one bag of terms a document, no fields and no refinement.

It shares no code with the engines or their analysis, so that a fault there shows as a difference.
Each language is cut in the way that was best for plain BM25 on its judged collection.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np
import Stemmer
from icu4py.breakers import CharacterBreaker, WordBreaker

from search.engines.evaluation.collection import Collection
from search.engines.evaluation.run import Run

K1, B = 1.2, 0.75

STEMMERS = {
    "ar": "arabic",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "hi": "hindi",
    "id": "indonesian",
    "ms": "indonesian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "tr": "turkish",
}
_ENGLISH = """
a about an and any are as at be been being but by can could did do does for from had has have
how i if in into is it its may me my no not of on or our shall should so such than that the
their them then there these they this those to was we were what when where which who whom
whose why will with would you your
"""
ENGLISH_STOPWORDS = frozenset(_ENGLISH.split())
"""Left out of English: with them plain BM25 is much worse on questions of several sentences."""
LETTERS: Mapping[str, int] = {"th": 3, "lo": 3, "km": 3, "my": 2}
"""Letters of a term beside the words, in scripts without spaces."""
_RARE = re.compile("[\U00010000-\U0010ffff]")


def plain_bm25(collection: Collection, depth: int) -> Run:
    """Return the first `depth` documents of every query, by Robertson's BM25 as Lucene has it."""
    ids = [str(each["id"]) for each in collection.documents]
    locale = collection.locale
    lengths = np.zeros(len(ids))
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, each in enumerate(collection.documents):
        counts = Counter(plain_terms(f"{each['title']}\n{each['text']}", locale))
        lengths[number] = counts.total()
        for term, count in counts.items():
            postings[term].append((number, count))
    norms = K1 * (1 - B + B * lengths / (lengths.mean() or 1))
    weighted = {}
    for term, occurrences in postings.items():
        at, often = np.array(occurrences).T
        idf = np.log(1 + (len(ids) - len(occurrences) + 0.5) / (len(occurrences) + 0.5))
        weighted[term] = at, idf * often / (often + norms[at])
    run: Run = {}
    for query, text in collection.queries.items():
        scores = np.zeros(len(ids))
        for term in filter(weighted.__contains__, plain_terms(text, locale)):
            at, weights = weighted[term]
            scores[at] += weights
        best = np.argsort(-scores, kind="stable")[:depth]
        run[query] = {ids[number]: float(scores[number]) for number in best if scores[number]}
    return run


def plain_terms(text: str, locale: str) -> list[str]:
    """Return the terms of a text: stems, characters and pairs, or words, by language."""
    code = locale.partition("-")[0]
    small = unicodedata.normalize("NFKC", text).casefold()
    if code == "zh":
        return list(_characters(small))
    small = _RARE.sub(" ", small)  # ICU counts in UTF-16, where these take two places
    words = [
        small[start:end]
        for start, end in WordBreaker(small, code).segments()
        if any(letter.isalnum() for letter in small[start:end])
    ]
    if code == "en":
        words = [word for word in words if word not in ENGLISH_STOPWORDS]
    if code in STEMMERS:
        return Stemmer.Stemmer(STEMMERS[code]).stemWords(words)  # type: ignore[no-any-return]
    if code == "vi":
        return [*words, *map(" ".join, pairwise(words))]
    return [*words, *_runs_of_letters(small, LETTERS[code])] if code in LETTERS else words


def _characters(text: str) -> Iterator[str]:
    """Yield words of other scripts, characters, and every two characters side by side."""
    for run in re.findall(r"[^\W\u3400-\U0003ffff]+|[\u3400-\U0003ffff]+", text):
        if run[0] < "\u3400":
            yield run
        else:
            yield from run
            yield from map("".join, pairwise(run))


def _runs_of_letters(text: str, size: int) -> Iterator[str]:
    for run in re.findall(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+", text):
        letters = [run[start:end] for start, end in CharacterBreaker(run, "en").segments()]
        for start in range(len(letters) - size + 1):
            yield "".join(letters[start : start + size])
