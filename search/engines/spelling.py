"""Spelling suggestions for words that no page contains; each suggestion has hits."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import Protocol

from rapidfuzz.distance import OSA

from search.document import SearchDocument
from search.engines.run_spelling import MAX_RUN_LENGTH, MAX_WORD_LENGTH, MIN_LENGTH, corrected, runs
from search.fields import search_fields
from search.plan.nodes import Plan, Similar
from search.plan.ranking import SPELLING_HITS
from search.plan.words import edits
from search.query import ParsedQuery, parse, print_query
from search.query.tree import (
    And,
    Bag,
    Near,
    Node,
    Occur,
    Or,
    Phrase,
    Scoped,
    Word,
)
from search.request.search_request import SearchRequest
from search.result import SearchResult
from search.text.forms import folded
from search.text.normalize import normalize
from search.text.placed import pieces
from search.text.scripts import clusters, is_han, is_unspaced
from search.text.words import segments, words

_MARK = re.compile("</?mark>")
_CHUNK = re.compile(r"\S+")
MAX_RUNS = 3
"""Runs of scripts without spaces that are corrected; each may cost some searches."""
MAX_WORDS = 12
"""Different words of a query that is corrected; each costs a look-up."""


class Dictionary(Protocol):
    """The words of an index."""

    def frequency(self, word: str) -> int:
        """Return the number of pages that contain the folded word."""

    def pages(self, query_plan: Plan) -> list[SearchDocument]:
        """Return some pages that match the plan, best first."""

    def has_hits(self, request: SearchRequest) -> bool: ...


def respelled(request: SearchRequest, result: SearchResult, dictionary: Dictionary) -> str | None:
    """Return the visitor's text with misspelt words replaced, or None without a better spelling.

    Words are corrected if there are fewer than `SPELLING_HITS` hits. Runs of scripts without
    spaces are corrected if they may be misspelt and no result contains them: other parts of the
    query may have hits there.
    """
    text = _without_invalid_syntax(request.query)
    searched_texts = positive_texts(request.query.tree)
    changed = text
    is_scarce = result.total < SPELLING_HITS
    query_runs = runs(searched_texts, MAX_RUN_LENGTH if is_scarce else MAX_WORD_LENGTH)[:MAX_RUNS]
    results_text = _results_text(result) if query_runs else ""
    for run in (each for each in query_runs if each not in results_text):
        if is_scarce or _may_be_misspelt(run, request, dictionary):
            changed = corrected(changed, run, results_text, dictionary.pages) or changed
    if is_scarce:
        respelled = _with_known_words(request, changed, searched_texts, dictionary)
        if respelled is None:
            return None
        changed = respelled
    if changed == text or not dictionary.has_hits(request.with_text(changed)):
        return None
    return changed


def _may_be_misspelt(run: str, request: SearchRequest, dictionary: Dictionary) -> bool:
    """Return whether ICU segmented a run into fragments, or a word of it has no hits."""
    pieces = segments(run)
    lengths = [len(clusters(piece)) for piece in pieces]
    if is_han(run):
        in_fragments = any(pair == (1, 1) for pair in pairwise(lengths))
    else:
        in_fragments = len(pieces) > 1 and max(lengths) < MIN_LENGTH
    return in_fragments or any(
        not dictionary.has_hits(request.with_text(f'"{piece}"')) for piece in pieces
    )


def _results_text(result: SearchResult) -> str:
    """Return the normalized text of the highlighted excerpts."""
    highlighted = (
        text for hit in result.hits for text in (*hit.highlights.title, *hit.highlights.body)
    )
    return normalize(_MARK.sub("", "\n".join(highlighted)))


def _with_known_words(
    request: SearchRequest, text: str, searched_texts: list[str], dictionary: Dictionary
) -> str | None:
    """Return the text with unknown words of scripts with spaces replaced; None if one cannot be."""
    synonym_words = request.thesaurus.words
    spaced = [
        word for word in dict.fromkeys(words(" ".join(searched_texts))) if not is_unspaced(word)
    ]
    if len(spaced) > MAX_WORDS:
        return None
    for word in spaced:
        bare = folded(word)
        if len(bare) < 4 or bare.isdigit() or bare in synonym_words or dictionary.frequency(bare):
            continue
        better = _nearest(bare, dictionary, synonym_words)
        if better is None:
            return None
        text = _replaced(text, word, better)
    return text


def _without_invalid_syntax(query: ParsedQuery) -> str:
    """Return the visitor's text without the syntax that caused warnings."""
    return print_query(parse(query.text).tree) if query.warnings else query.text


def positive_texts(node: Node | None) -> list[str]:
    """Return the words and phrases that pages should contain, without values and exclusions."""
    match node:
        case And(nodes) | Or(nodes):
            return [text for each in nodes for text in positive_texts(each)]
        case Bag(clauses):
            positive = [clause.node for clause in clauses if clause.occur is not Occur.MUST_NOT]
            return [text for each in positive for text in positive_texts(each)]
        case Scoped(field, inner) if field not in search_fields().value_names:
            return positive_texts(inner)
        case Near(left, right):
            return [left.text, right.text]
        case Word(text) | Phrase(text):
            return [text]
    return []


def _replaced(text: str, word: str, better: str) -> str:
    """Return the text with a normalized word replaced, in whichever case and form it is written."""

    def corrected(chunk: re.Match[str]) -> str:
        changed = chunk[0]
        for piece in reversed(pieces(chunk[0])):
            if piece.word == word and not piece.is_variant:
                changed = changed[: piece.start] + better + changed[piece.end :]
        return changed

    return _CHUNK.sub(corrected, text)


def _nearest(word: str, dictionary: Dictionary, synonym_words: Iterable[str] = ()) -> str | None:
    """Return the closest word of pages or synonyms; of several the most frequent in pages.

    It is compared without accents, and returned in lower case with those that pages write.
    """
    distance = min(edits(word), 2)
    candidates: Counter[str] = Counter(synonym_words)
    for document in dictionary.pages(Similar(word, distance, search_fields().text_names)):
        candidates.update(words(f"{document.title} {document.summary} {document.body}"))
    near = [
        (needed, -count, each)
        for each, count in candidates.items()
        if abs(len(bare := folded(each)) - len(word)) <= distance
        and (needed := OSA.distance(word, bare, score_cutoff=distance)) <= distance
    ]
    return min(near)[2] if near else None
