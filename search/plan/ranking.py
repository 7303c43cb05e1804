"""The weights and limits of ranking, which both engines share.

They were tuned on several judged collections at once, none on a single one.
"""

TIE = 0.2
"""The share of the other fields' scores that is added to the best field's (dis_max)."""
SYNONYM = 0.6
"""Weight of a synonym beside the word of the query."""
WHOLE_WORD = 1000.0
"""Added where a query is one word with synonyms and the page has the word itself."""
EXACT = 0.15
"""Weight of the word as written, relative to its stem."""
UNACCENTED = 0.3
"""Weight of the unaccented word where accents distinguish words, as `hội` and `hồi`. From 0.2 to
0.5 it makes no difference; at 1 it costs Vietnamese 0.008."""
ALL_WORDS, WHOLE_PHRASE = 1000.0, 500.0
"""Added where a page has all of a bag's words, and has them as a phrase: more than any sum of
term scores, so that those pages come first."""
PREFERRED_LOCALES, PREFERRED_LOCALES_OF_QUESTION = (300.0, 200.0, 100.0), (1.0, 0.6, 0.3)
"""Added to pages in the preferred language, and in the first languages of its fallback chain.
They come first among pages that match equally well: after exact titles, all words and phrases in
other languages, before pages whose words only weigh more. In questions they only decide near ties,
since the words themselves show the language."""
RECENCY = ((90, 0.3), (730, 0.2), (1825, 0.1))
"""Days since the public date, and the score that is added: it only decides near ties."""

QUESTION_WORDS = 4
"""Bags of at least so many significant words are questions: their first results are smoothed, and
pages with all words are not boosted."""
POOL = 150
"""Size of the pool: the first results, which are reordered among themselves."""
MEANING = 0.5
"""Weight of similarity in meaning relative to the lexical score, where a model is set."""
NEIGHBOURS = 5
"""The number of most similar pages that smooth a page's score."""
SIGNATURE_STEMS = 64
"""Stems of a page in its signature."""
EXACT_TITLE, EXACT_NAME = 10_000.0, 5_000.0
"""Added where the whole query is the page's title, or another of its names: more than all other
boosts together."""

GRAM = 0.5
"""Weight of n-grams relative to words: better than 1 and than 0 together in Burmese, Thai,
Vietnamese and Chinese."""
MAX_GRAMS = 128
"""N-grams of a query that rank pages."""
MAX_EXPANSION = 512
"""Words that a prefix or wildcard expands to; of more, the most frequent ones."""
SPELLING_HITS = 3
"""Hits below which other spellings are looked for."""
MAX_OFFSET = 10_000
"""Results that can be paged through."""
