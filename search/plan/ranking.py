"""The numbers that order pages, which both engines share.

They were chosen on several judged collections at once; none is fitted to one alone.
"""

TIE = 0.2
"""How much of the other fields' scores is added to that of the best field (dis_max)."""
SYNONYM = 0.6
"""Weight of a synonym beside the word of the query."""
WHOLE_WORD = 1000.0
"""Added where a query is one word with synonyms and the page has the word itself."""
EXACT = 0.15
"""Weight of the word as it is written beside that of its stem."""
UNACCENTED = 0.3
"""Weight of the unaccented word where accents tell words apart, as `hội` and `hồi`. From 0.2 to 0.5
it makes no difference; at 1 it costs Vietnamese 0.008."""
ALL_WORDS, WHOLE_PHRASE = 1000.0, 500.0
"""Added where a page has all of a bag's words, and has them as a phrase: more than any sum of
term scores, so that those pages come first."""
RECENCY = ((90, 0.3), (730, 0.2), (1825, 0.1))
"""Days since the public date, and what is added: a little, so it decides only near ties."""

QUESTION_WORDS = 4
"""Bags of at least so many telling words are questions: their first results are smoothed, and no
words lift a page before all others."""
POOL = 100
"""The first results, which are reordered among themselves: they stay ahead of the rest."""
MEANING = 0.5
"""Weight of closeness in meaning beside the words, where a model is set."""
NEIGHBOURS = 10
"""How many of the most similar pages smooth a page's score."""
SIGNATURE_STEMS = 64
"""Stems by which pages are compared."""
EXACT_TITLE, EXACT_NAME = 10_000.0, 5_000.0
"""Added where the whole query is the page's title, or another name of it: more
than anything else adds."""

GRAM = 0.5
"""Weight of neighbouring letters or syllables beside words: better than 1 and than 0 together in
Burmese, Thai, Vietnamese and Chinese."""
MOST_GRAMS = 128
"""Neighbouring letters or syllables of a query that rank pages."""
MAX_EXPANSION = 512
"""Words that a prefix or wildcard stands for at most; the most frequent ones beyond it count."""
SPELLING_HITS = 3
"""Below so many hits another spelling is looked for."""
MAX_OFFSET = 10_000
"""How far pages of results go."""
