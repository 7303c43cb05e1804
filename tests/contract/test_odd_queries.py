"""Queries at the limits of the language: both engines answer, and find the same."""

import random
from itertools import pairwise

import pytest

from search.document import SearchDocument
from search.engines.elasticsearch.client import connect
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.embedded.engine import EmbeddedEngine
from search.plan.ranking import MAX_OFFSET
from search.request.search_request import SearchRequest

chance = random.Random(3)
WORDS = ["".join(chance.choices("abcdefghij", k=chance.randint(3, 7))) for _ in range(2000)]
FEW = WORDS[:32]
THAI = "สำนักเลขาธิการอาเซียนตั้งอยู่ที่กรุงจาการ์ตา"
ODD = {
    "2,000 characters of words": " ".join(WORDS)[:2000],
    "a phrase of 2,000 characters": f'"{" ".join(WORDS)[:1990]}"',
    "one word of 2,000 characters": "a" * 2000,
    "400 short words": " ".join(f"ab{number}" for number in range(400)),
    "2,000 characters of Thai": (THAI * 60)[:2000],
    "2,000 characters of Chinese": ("东南亚国家联盟秘书处设在雅加达" * 200)[:2000],
    "32 beginnings": " ".join(f"{word[:3]}*" for word in FEW),
    "beginnings as alternatives": " OR ".join(f"{word[:3]}*" for word in FEW),
    "32 wildcards": " ".join(f"{word[0]}?{word[2:]}" for word in FEW),
    "wildcards that stand for much": " ".join(f"a?{letter}*" for letter in "abcdefghij"),
    "32 misspellings": " ".join(f"{word}~" for word in FEW),
    "32 loose phrases": " ".join(f'"{left} {right}"~9' for left, right in pairwise(FEW)),
    "words near words": " ".join(f"{left} NEAR/9 {right}" for left, right in pairwise(FEW)),
    "32 exclusions": " ".join(f"-{word}" for word in FEW),
    "five deep": "(((((" + ") AND ".join(f"{word} OR {word[:3]}*" for word in FEW[:5]) + ")",
    "fifty deep": "(" * 50 + WORDS[0] + ")" * 50,
    "half a surrogate pair": f"a\ud800b {WORDS[0]}",
    "a null character": f"a\x00b {WORDS[0]}",
    "only emoji": "😀 " * 500,
}


def pages(count, body=lambda: " ".join(chance.choices(WORDS, k=30))):
    for number in range(1, count + 1):
        yield SearchDocument(
            id=number,
            type="home.ContentPage",
            title=" ".join(chance.choices(WORDS, k=4)),
            path=f"/{number}/",
            locale=chance.choice(["en", "id", "th"]),
            body=body(),
        )


def fill(engine, documents):
    generation = engine.begin()
    generation.fill(documents)
    generation.write([], [], version=1, place="place")
    generation.close()
    engine.swap(generation)
    return engine


@pytest.fixture(scope="module")
def engines(elasticsearch_url, tmp_path_factory):
    documents = list(pages(1500))
    server = ElasticsearchEngine(connect(elasticsearch_url, 60), "odd")
    yield fill(server, documents), fill(EmbeddedEngine(tmp_path_factory.mktemp("odd")), documents)
    server.discard()


@pytest.mark.parametrize("match", ["any", "all"])
@pytest.mark.parametrize("name", ODD)
def test_odd_queries_find_the_same_on_both_engines(engines, name, match):
    request = SearchRequest(ODD[name], match=match, limit=100, sort="title")
    ours, theirs = (engine.search(request, None, 60) for engine in engines)

    assert (ours.total, ours.relation) == (theirs.total, theirs.relation)
    assert {hit.document.id for hit in ours.hits} == {hit.document.id for hit in theirs.hits}


def test_pages_of_results_end_at_the_same_depth(engine):
    fill(engine, pages(MAX_OFFSET + 150, lambda: "same"))
    request, after, paged = SearchRequest("same", limit=100), None, []
    while True:
        result = engine.search(request, after, 60)
        paged += [hit.document.id for hit in result.hits]
        after = result.after
        if after is None:
            break

    assert result.total == MAX_OFFSET + 150
    assert len(paged) == len(set(paged)) == MAX_OFFSET
