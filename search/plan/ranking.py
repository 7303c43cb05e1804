"""What makes a page come first: the numbers that both engines share.

They were chosen on several judged collections at once; none is fitted to one alone.
"""

TIE = 0.2
"""How much of the other fields' scores is added to that of the best field (dis_max)."""
SYNONYM = 0.6
"""Weight of a synonym beside the word that was asked for."""
WHOLE_WORD = 1000.0
"""Added where a query is one word with synonyms and the page has the word itself."""
EXACT = 0.15
"""Weight of the word as it is written beside that of its stem."""
ALL_WORDS, WHOLE_PHRASE = 1000.0, 500.0
"""Added where a page has all of a bag's words, and has them as a phrase: more than any sum of
term scores, so that those pages come first."""
RECENCY = ((90, 0.3), (730, 0.2), (1825, 0.1))
"""Days since the public date, and what is added: a little, so it decides only near ties."""

FEEDBACK_WORDS = 4
"""Bags of at least so many telling words are questions, and are asked again with feedback."""
FEEDBACK_DOCUMENTS, FEEDBACK_TERMS = 5, 20
FEEDBACK_SHARE = 0.5
"""Of the weight of a question that its expansion gets (RM3, Abdul-Jaleel et al. 2004)."""
FEEDBACK_COMMON = 0.5
"""Share of all pages; a word in more of them hardly orders any, and is dear to count. Only the
embedded engine can tell at no cost."""
FEEDBACK_READ = 4_000
"""Characters of each page that feedback reads."""

MOST_GRAMS = 128
"""Neighbouring letters or syllables of a query that rank pages."""
MAX_EXPANSION = 512
"""Words that a prefix or wildcard stands for at most; the most frequent ones beyond it count."""
SPELLING_HITS = 3
"""With fewer hits than this another spelling is looked for."""
MAX_OFFSET = 10_000
"""How far pages of results go."""
