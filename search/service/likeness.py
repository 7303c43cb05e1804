"""The query by which pages like a page are found: its most telling words."""

from collections import Counter
from collections.abc import Iterator

from search.document import SearchDocument
from search.query.tree import And, Bag, Clause, Node, Occur, Word
from search.text.forms import folded, lowered
from search.text.languages import STOPWORDS
from search.text.scripts import is_unspaced
from search.text.words import segments

MAX_WORDS = 32
"""Words of the query: the weights of the engine decide among them."""
TEXT = 2_000
"""Characters that are read of the body."""


def likeness(document: SearchDocument) -> Node | None:
    """Return a bag of the page's most frequent words, without stop words; None without any.

    A word of the title counts three times, one of the other short texts twice. The tree is more
    than a bag of words, so that no page is taken for one that the visitor names.
    """
    counts, written = Counter[str](), dict[str, str]()
    for text, weight in _texts(document):
        for word in filter(_is_telling, segments(text)):
            counts[folded(word)] += weight
            written.setdefault(folded(word), word)
    best = [written[word] for word, _ in counts.most_common(MAX_WORDS)]
    return And((Bag(tuple(Clause(Occur.SHOULD, Word(word)) for word in best)),)) if best else None


def _texts(document: SearchDocument) -> Iterator[tuple[str, int]]:
    yield document.title, 3
    for text in (*document.names, document.summary, *document.headings, *document.topic_labels):
        yield text, 2
    yield document.body[:TEXT], 1


def _is_telling(word: str) -> bool:
    return lowered(word) not in STOPWORDS and (len(word) > 1 or is_unspaced(word))
