"""The search page for misspelt and empty queries, and internal names of values."""

import pytest

from search.engines import active
from search.indexing.rebuild import rebuild
from search.query import parse
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def treaty(tmp_path, settings):
    settings.SEARCH_INDEX_DIR = tmp_path
    active.engine.cache_clear()
    ContentPageFactory(parent=site_root(), title="Treaty of Amity")
    rebuild(active.engine("embedded"))
    yield
    active.engine.cache_clear()


def shown(client, query):
    return client.get(f"/search/?{query}").content.decode()


def test_a_misspelling_shows_the_results_of_the_correction_with_a_way_back(client):
    page = shown(client, "q=treety")

    assert "of Amity" in page
    assert "No results for <strong>treety</strong>" in page
    assert "?q=treety&amp;as_written" in page


def test_the_original_query_is_not_corrected(client):
    page = shown(client, "q=treety&as_written")

    assert "of Amity" not in page
    assert "Did you mean" in page


def test_the_words_are_parsed_once(client, monkeypatch):
    parsed = []

    def recorded(text, match):
        parsed.append(text)
        return parse(text, match)

    monkeypatch.setattr("search.request.search_request.parse", recorded)
    shown(client, "q=treaty")

    assert parsed == ["treaty"]


def test_an_empty_search_shows_an_invitation(client):
    page = shown(client, "")

    assert "Start your search" in page
    assert "of Amity" not in page


def test_a_query_without_a_word_is_reported(client):
    page = shown(client, "q=...")

    assert "There is no word to search for" in page
    assert "of Amity" not in page


@pytest.mark.parametrize("query", ["q=treaty+type:ContentPage", "q=type:nonsense"])
def test_internal_names_of_types_are_not_shown(client, query):
    page = shown(client, query)

    assert "home.ContentPage" not in page.partition('id="results"')[2].replace(
        "type=home.ContentPage", ""
    )
