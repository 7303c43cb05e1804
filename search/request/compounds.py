"""Variants of compound words, such as cyber security and cybersecurity, for second searches."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from search.fields import search_fields
from search.query.tree import (
    And,
    Bag,
    Clause,
    Near,
    Node,
    Occur,
    Or,
    Phrase,
    Scoped,
    Synonym,
    Synonyms,
    Word,
)
from search.request.thesaurus import is_stopword
from search.text.normalize import normalize
from search.text.scripts import is_unspaced
from search.text.words import cut, words

MIN_PART_LENGTH = 3  # letters of each part of a split word
MIN_LENGTH, MAX_LENGTH = 2 * MIN_PART_LENGTH, 24  # letters of a word that is split
MAX_WORDS = 6  # of a bag or a phrase; longer ones are questions
_TOGETHER = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}")
_APART = re.compile(r"(?<!\w)(?:[^\W\d_]\.?\s+)+[^\W\d_](?!\w)")


def with_compound_variants(node: Node | None) -> Node | None:
    """Return the tree with split and joined variants of its words as alternatives.

    Returns the same tree if no word can be split or joined.
    """
    match node:
        case Word(text):
            parts = _splits(text)
            return Synonyms(node, parts) if parts else node
        case Phrase() | Near():
            variants = tuple(_phrase_variants(node))
            return Or((node, *variants)) if variants else node
        case Synonyms(Phrase() as phrase):
            return Or((node, *_phrase_variants(phrase)))
        case And(nodes):
            return And(tuple(each for part in nodes if (each := with_compound_variants(part))))
        case Or(nodes):
            return Or(tuple(each for part in nodes if (each := with_compound_variants(part))))
        case Scoped(field, inner) if field in search_fields().scopes:
            return Scoped(field, with_compound_variants(inner) or inner)
        case Bag(clauses) if len(clauses) <= MAX_WORDS:
            return Bag(tuple(_clause_with_variants(clauses, at) for at in range(len(clauses))))
    return node


def _clause_with_variants(clauses: Sequence[Clause], at: int) -> Clause:
    """Return a clause with its word joined to each adjacent word, and split."""
    clause = clauses[at]
    if isinstance(clause.node, Phrase | Near) and clause.occur is not Occur.MUST_NOT:
        return replace(clause, node=with_compound_variants(clause.node) or clause.node)
    word = _alphabetic_word(clause)
    if word is None:
        return clause
    others = clause.node.others if isinstance(clause.node, Synonyms) else ()
    for left, right in ((at - 1, at), (at, at + 1)):
        if left >= 0 and right < len(clauses):
            first, second = _alphabetic_word(clauses[left]), _alphabetic_word(clauses[right])
            if first and second and not (is_stopword(first.text) or is_stopword(second.text)):
                others += (Synonym(first.text + second.text),)
    others += _splits(word.text)
    return replace(clause, node=Synonyms(word, others)) if others else clause


def _phrase_variants(node: Word | Phrase | Near) -> Iterator[Phrase | Near]:
    """Yield a phrase with one of its words split, or two of them joined.

    Because the other words of a phrase must match, too, a part may have a single letter.
    """
    if isinstance(node, Near):
        yield from (replace(node, left=each) for each in _side_variants(node.left))
        yield from (replace(node, right=each) for each in _side_variants(node.right))
        return
    phrase_words = words(node.text)
    if not 0 < len(phrase_words) <= MAX_WORDS:
        return
    min_length = 1 if len(phrase_words) > 1 else MIN_PART_LENGTH
    slop = node.slop if isinstance(node, Phrase) else 0
    yield from (Phrase(each, slop) for each in _initials_variants(node.text))
    for at, word in enumerate(phrase_words):
        before, after = phrase_words[:at], phrase_words[at + 1 :]
        if not word.isalpha() or is_unspaced(word) or len(word) > MAX_LENGTH:
            continue
        for end in range(min_length, len(word) - min_length + 1):
            yield Phrase(" ".join([*before, word[:end], word[end:], *after]), slop)
        if after and after[0].isalpha() and not is_unspaced(after[0]):
            yield Phrase(" ".join([*before, word + after[0], *after[1:]]), slop)


def _initials_variants(text: str) -> Iterator[str]:
    """Yield a text with its initials apart, and together: J. R. R. and J.R.R."""
    apart = _TOGETHER.sub(lambda match: match[0].replace(".", " "), text)
    together = _APART.sub(lambda match: "".join(match[0].replace(".", " ").split()), text)
    yield from (each for each in (apart, together) if each != text)


def _side_variants(side: Word | Phrase) -> Iterator[Phrase]:
    return (each for each in _phrase_variants(side) if isinstance(each, Phrase))


def _alphabetic_word(clause: Clause) -> Word | None:
    """Return the word of a clause if it consists of letters and is not excluded, else None."""
    node = clause.node.word if isinstance(clause.node, Synonyms) else clause.node
    if clause.occur is Occur.MUST_NOT or not isinstance(node, Word):
        return None
    return node if node.text.isalpha() and not is_unspaced(node.text) else None


def _splits(text: str) -> tuple[Synonym, ...]:
    """Return all splits of a word into two; for a name like C++, its variants."""
    if not MIN_LENGTH <= len(text) <= MAX_LENGTH or not text.isalpha() or is_unspaced(text):
        chunks = normalize(text).split()
        chunk = cut(chunks[0]) if len(chunks) == 1 else None
        is_name = chunk is not None and len(chunk.words) == 1 and chunk.variants
        return tuple(map(Synonym, chunk.variants)) if chunk and is_name else ()
    ends = range(MIN_PART_LENGTH, len(text) - MIN_PART_LENGTH + 1)
    return tuple(Synonym(f"{text[:end]} {text[end:]}") for end in ends)
