"""Generated corpora and queries on both engines, against brute force."""

import random
from dataclasses import replace
from datetime import date

import pytest

from search.request.search_request import SearchRequest
from tests.contract.reference import LOCALES, TOPICS, TYPES, chosen, corpus, counts, finds, query

QUERIES = 150
SEEDS = (1, 2, 3)


@pytest.fixture(params=SEEDS)
def world(request, index):
    """A corpus, and how to search it."""
    pages = corpus(request.param)
    return pages, index(*pages), random.Random(request.param * 1000)


def ids(result):
    return [hit.document.id for hit in result.hits]


def requests(chance, **more):
    """Queries with filters: none, one, or several at once."""
    for _ in range(QUERIES):
        filters, period = {}, {}
        if chance.random() < 0.3:
            filters["type"] = (chance.choice(TYPES),)
        if chance.random() < 0.3:
            filters["topic"] = tuple(chance.sample(TOPICS, chance.randint(1, 2)))
        if chance.random() < 0.2:
            filters["locale"] = (chance.choice(LOCALES),)
        if chance.random() < 0.2:
            period["date_from"] = date(chance.randint(2018, 2024), 6, 1)
        yield SearchRequest(query(chance), limit=100, filters=filters, **period, **more)


def options_of(request):
    others = {name: getattr(request, name) for name in ("date_from", "limit", "facets", "sort")}
    return {**request.filters, **others}


def test_what_is_found_is_what_the_language_says(world):
    pages, search, chance = world
    some = 0
    for request in requests(chance):
        expected = {p.id for p in pages if finds(request.expanded_tree, p) and chosen(request, p)}
        result = search(request.query.text, **options_of(request))

        assert set(ids(result)) == expected, request.query.text
        assert (result.total, result.relation) == (len(expected), "eq"), request.query.text
        some += bool(expected)
    assert some > QUERIES / 4  # or the test would say little


def test_facets_count_what_is_found_without_their_own_filter(world):
    pages, search, chance = world
    facets = (("type", 9), ("topic", 9), ("locale", 9), ("date", 20))
    for request in requests(chance, facets=facets):
        result = search(request.query.text, **options_of(request))
        for name, _ in facets:
            counted = {each.value: each.count for each in result.facets[name] if each.count}
            assert counted == counts(request, pages, name), (name, request.query.text)


@pytest.mark.parametrize("sort", ["date", "-date", "title"])
def test_sorts_are_of_the_whole(world, sort):
    pages, search, chance = world
    by_id = {page.id: page for page in pages}
    for request in requests(chance, sort=sort):
        results = [by_id[each] for each in ids(search(request.query.text, **options_of(request)))]
        if sort == "title":
            keys = [page.title for page in results]
            assert keys == sorted(keys), request.query.text
            continue
        dated = [page.date for page in results if page.date]
        assert dated == sorted(dated, reverse=sort == "-date"), request.query.text
        assert [p.date for p in results][: len(dated)] == dated, "those without a date come last"


def test_pages_of_results_are_the_whole_without_loss_or_repetition(world, engine):
    _, _, chance = world
    for request in list(requests(chance))[:20]:
        at_once = engine.search(request, None, 5)
        limit, after, paged = chance.randint(1, 9), None, []
        small = replace(request, text=request.query.text, limit=limit)
        while True:
            part = engine.search(small, after, 5)
            paged += ids(part)
            if (after := part.after) is None:
                break
        assert sorted(paged) == sorted(ids(at_once)), request.query.text
        assert len(paged) == len(set(paged))
