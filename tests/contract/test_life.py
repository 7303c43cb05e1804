"""The life of an index from its first build to its deletion; the same for each engine."""

import pytest

from search.document import SearchDocument
from search.request.search_request import SearchRequest


def document(number, title, version=1):
    return SearchDocument(
        id=number,
        type="home.ContentPage",
        title=title,
        path=f"/{number}/",
        locale="en",
        version=version,
    )


@pytest.fixture
def live(engine):
    generation = engine.begin()
    generation.fill([document(1, "one"), document(2, "two")])
    generation.write([], [], version=1, place="first")
    engine.swap(generation)
    return generation


def titles(engine):
    result = engine.search(SearchRequest(sort="title"), None, 5)
    return [hit.document.title for hit in result.hits]


def test_a_write_is_found_and_keeps_its_place(engine, live):
    live.write([document(3, "three", version=2)], [1], version=2, place="second")

    assert titles(engine) == ["three", "two"]
    assert engine.live().place() == "second"


def test_an_older_document_does_not_replace_a_newer_one(engine, live):
    live.write([document(1, "newest", version=5)], [], version=5, place="a")
    live.write([document(1, "late", version=3)], [], version=5, place="b")

    assert titles(engine) == ["newest", "two"]


def test_a_new_generation_takes_over_in_one_step_and_can_be_undone(engine, live):
    fresh = engine.begin()
    fresh.fill([document(9, "nine")])
    fresh.write([], [], version=1, place="other")
    assert titles(engine) == ["one", "two"]

    engine.swap(fresh)
    assert titles(engine) == ["nine"]
    engine.roll_back()
    assert titles(engine) == ["one", "two"]


def test_what_was_left_behind_is_removed(engine, live):
    orphan = engine.begin()

    assert engine.tidy() == [orphan.name]
    assert titles(engine) == ["one", "two"]


def test_stamps_tell_every_document(engine, live):
    stamps = {stamp.id: (stamp.version, stamp.hash) for stamp in live.stamps()}

    assert stamps == {each: (1, document(each, t).hash) for each, t in ((1, "one"), (2, "two"))}
