"""A query for pages that are like a page: its most frequent words."""

from collections import Counter
from collections.abc import Iterator

from search.document import SearchDocument
from search.query.tree import And, Bag, Clause, Node, Occur, Word
from search.text.forms import folded, lowered
from search.text.languages import STOPWORDS
from search.text.scripts import is_unspaced
from search.text.words import segments

MAX_WORDS = 32
"""The number of words in the query, which the engine weighs."""
MAX_BODY_LENGTH = 2_000
"""Characters of the body that are used."""


def likeness(document: SearchDocument) -> Node | None:
    """Return a bag of the page's most frequent words, without stop words; None if there are none.

    Words of the title count three times, those of the other short texts twice. The tree is not a
    plain bag, so that titles that equal the query are not boosted.
    """
    counts, spellings = Counter[str](), dict[str, str]()
    for text, weight in _texts(document):
        for word in filter(_is_significant, segments(text)):
            counts[folded(word)] += weight
            spellings.setdefault(folded(word), word)
    top_words = [spellings[word] for word, _ in counts.most_common(MAX_WORDS)]
    return (
        And((Bag(tuple(Clause(Occur.SHOULD, Word(word)) for word in top_words)),))
        if top_words
        else None
    )


def _texts(document: SearchDocument) -> Iterator[tuple[str, int]]:
    yield document.title, 3
    for text in (*document.names, document.summary, *document.headings, *document.topic_labels):
        yield text, 2
    yield document.body[:MAX_BODY_LENGTH], 1


def _is_significant(word: str) -> bool:
    return lowered(word) not in STOPWORDS and (len(word) > 1 or is_unspaced(word))
