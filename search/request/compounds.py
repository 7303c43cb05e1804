"""Other ways to write compounds, tried where little is found: cyber security, cybersecurity."""

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

SHORTEST_PART = 3  # letters of each part of a word that is taken apart
SHORTEST, LONGEST = 2 * SHORTEST_PART, 24  # letters of such a word
MOST_WORDS = 6  # of a bag or a phrase; a longer one is a question


def loosened(node: Node | None) -> Node | None:
    """Return the tree with words taken apart and joined, besides as they are.

    The same tree if there is none to take apart or join.
    """
    match node:
        case Word(text):
            parts = _parts(text)
            return Synonyms(node, parts) if parts else node
        case Phrase() | Near():
            found = tuple(_written_otherwise(node))
            return Or((node, *found)) if found else node
        case And(nodes):
            return And(tuple(each for part in nodes if (each := loosened(part))))
        case Or(nodes):
            return Or(tuple(each for part in nodes if (each := loosened(part))))
        case Scoped(field, inner) if field in search_fields().scopes:
            return Scoped(field, loosened(inner) or inner)
        case Bag(clauses) if len(clauses) <= MOST_WORDS:
            return Bag(tuple(_loosened(clauses, at) for at in range(len(clauses))))
    return node


def _loosened(clauses: Sequence[Clause], at: int) -> Clause:
    """Return a clause with what its word is with the words beside it, and by itself."""
    clause = clauses[at]
    if isinstance(clause.node, Phrase | Near) and clause.occur is not Occur.MUST_NOT:
        return replace(clause, node=loosened(clause.node) or clause.node)
    word = _word(clause)
    if word is None:
        return clause
    others = clause.node.others if isinstance(clause.node, Synonyms) else ()
    for left, right in ((at - 1, at), (at, at + 1)):
        if left >= 0 and right < len(clauses):
            one, other = _word(clauses[left]), _word(clauses[right])
            if one and other and not (is_stopword(one.text) or is_stopword(other.text)):
                others += (Synonym(one.text + other.text),)
    others += _parts(word.text)
    return replace(clause, node=Synonyms(word, others)) if others else clause


def _written_otherwise(node: Word | Phrase | Near) -> Iterator[Phrase | Near]:
    """Yield a phrase with one of its words taken apart, or two of them joined.

    The words beside it must stand there, too, so that even one letter may be a part.
    """
    if isinstance(node, Near):
        yield from (replace(node, left=each) for each in _sides(node.left))
        yield from (replace(node, right=each) for each in _sides(node.right))
        return
    spoken = words(node.text)
    if not 0 < len(spoken) <= MOST_WORDS:
        return
    shortest = 1 if len(spoken) > 1 else SHORTEST_PART
    slop = node.slop if isinstance(node, Phrase) else 0
    for at, word in enumerate(spoken):
        before, after = spoken[:at], spoken[at + 1 :]
        if not word.isalpha() or is_unspaced(word) or len(word) > LONGEST:
            continue
        for end in range(shortest, len(word) - shortest + 1):
            yield Phrase(" ".join([*before, word[:end], word[end:], *after]), slop)
        if after and after[0].isalpha() and not is_unspaced(after[0]):
            yield Phrase(" ".join([*before, word + after[0], *after[1:]]), slop)


def _sides(side: Word | Phrase) -> Iterator[Phrase]:
    return (each for each in _written_otherwise(side) if isinstance(each, Phrase))


def _word(clause: Clause) -> Word | None:
    """Return the word of a clause that is one word of letters, and is not excluded."""
    node = clause.node.word if isinstance(clause.node, Synonyms) else clause.node
    if clause.occur is Occur.MUST_NOT or not isinstance(node, Word):
        return None
    return node if node.text.isalpha() and not is_unspaced(node.text) else None


def _parts(text: str) -> tuple[Synonym, ...]:
    """Return the two words that one may be, wherever it is taken apart; `c` of C++."""
    if not SHORTEST <= len(text) <= LONGEST or not text.isalpha() or is_unspaced(text):
        chunks = normalize(text).split()
        found = cut(chunks[0]) if len(chunks) == 1 else None
        is_name = found is not None and len(found.words) == 1 and found.variants
        return tuple(map(Synonym, found.variants)) if found and is_name else ()
    ends = range(SHORTEST_PART, len(text) - SHORTEST_PART + 1)
    return tuple(Synonym(f"{text[:end]} {text[end:]}") for end in ends)
