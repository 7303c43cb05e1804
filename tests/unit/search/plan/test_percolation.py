"""The words of searches and of changed text decide whether a page may match otherwise than before.

Edits and queries are generated; brute force says what matches.
"""

import random
from dataclasses import replace

import pytest

from search.document import SearchDocument
from search.engines.changed_text import changed_text
from search.plan.percolation import plan_terms
from search.plan.planner import plan
from search.request.search_request import SearchRequest
from tests.contract.reference import WORDS, corpus, finds, query

QUERIES = 60


def edited(document, chance):
    """Return the document with words added, removed or moved within a line of its body."""
    words = document.body.split()
    for _ in range(chance.randint(1, 3)):
        place = chance.randint(0, len(words))
        if words and chance.random() < 0.5:
            words.insert(place, words.pop(chance.randrange(len(words))))
        else:
            words[place : place + chance.randint(0, 2)] = chance.choices(
                WORDS, k=chance.randint(0, 2)
            )
    return replace(document, body=" ".join(words))


def is_relevant(tree, before, after):
    changed = changed_text(before, after)
    return changed is None or plan_terms(plan(tree)).may_match(changed)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_page_that_matches_otherwise_has_words_of_the_search(seed):
    chance, kept = random.Random(seed), 0
    for document in corpus(seed):
        after = edited(document, chance)
        for _ in range(QUERIES):
            tree = SearchRequest(query(chance)).expanded_tree
            relevant = is_relevant(tree, document, after)
            kept += not relevant

            assert relevant or finds(tree, document) == finds(tree, after), (tree, document, after)
    assert kept > QUERIES  # or no search would be kept


PAGE = SearchDocument(
    1, "home.ContentPage", "Treaty", "/t/", "en", summary="The first words.", body="Of a charter."
)


@pytest.mark.parametrize(
    ("summary", "text", "expected"),
    [
        ("The first trees.", "trees", True),
        ("The first trees.", "words", True),
        ("The first trees.", "charter", False),
        ("The first trees.", "the first charter", False),
        ("The first words and first trees.", "first", True),
        ("Words, the first.", '"first words"', True),
        ("The first trees.", '"of a charter"', False),
        ("The first trees.", "tree*", True),
        ("The first trees.", "tee~", True),
        ("The first trees.", "", False),
        ("The first trees.", "type:page", False),
    ],
)
def test_an_edit_matters_to_the_searches_for_its_words(summary, text, expected):
    tree = SearchRequest(text).expanded_tree

    assert is_relevant(tree, PAGE, replace(PAGE, summary=summary)) is expected


@pytest.mark.parametrize(
    "more", [{"title": "Accord"}, {"topics": ("law",)}, {"state": "maintenance"}, {"locale": "fr"}]
)
def test_a_change_of_more_than_text_matters_to_every_search(more):
    assert changed_text(PAGE, replace(PAGE, **more)) is None


def test_the_end_of_a_long_text_is_not_compared():
    long = replace(PAGE, body="charter " * 5_000)

    assert changed_text(long, replace(long, version=2)) is None
