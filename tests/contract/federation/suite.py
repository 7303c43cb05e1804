"""The app in `examples/federation` extends every part of the site; run with its settings."""

import logging
from pathlib import Path

import pytest
from django.core.management import call_command
from openapi_spec_validator import validate

from cms.caching.invalidation import invalidate
from cms.changes.reader_loop import ReaderLoop
from cms.content.checks.inspection import check
from cms.maintenance.switch import Terms, switch_on
from examples.federation.models import EventPage, NewsPage, NewsroomPage
from examples.federation.readers import PressListReader
from search.engines import active
from search.engines.embedded.engine import EmbeddedEngine
from search.indexing.rebuild import rebuild
from tests.factories import site_root

pytestmark = pytest.mark.django_db
CONTENT = Path(__file__).resolve().parents[3] / "examples/federation/content"
API = "/api/delivery/v1"
SHORE, PLAN, DAY = (
    "Shore power reaches the upper harbours",
    "A shared plan for dredging",
    "Lock keepers' day",
)


@pytest.fixture
def engine(tmp_path, monkeypatch):
    engine = EmbeddedEngine(tmp_path)
    monkeypatch.setattr(active, "names", lambda: [engine.name])
    monkeypatch.setattr(active, "engine", lambda name: engine)
    return engine


@pytest.fixture
def content(engine):
    """The federation's pages, imported and indexed."""
    site_root()
    call_command("import_content", str(CONTENT), under="/", verbosity=0)
    rebuild(engine)
    yield
    invalidate()


def page(client, path: str) -> dict:
    return client.get(f"{API}/page/", {"path": path}).json()


def titles(client, **parameters) -> list[str]:
    return [each["title"] for each in client.get(f"{API}/search/", parameters).json()["results"]]


def test_news_are_imported_with_authors_and_key_figures(client, content):
    news = page(client, "/news/shore-power/")

    assert news["type"] == "federation.NewsPage"
    assert {each["name"] for each in news["authors"]} == {"Ida Lund", "Tomas Reyes"}
    assert news["image"] is None
    [figures] = [each["value"] for each in news["body"] if each["type"] == "key_figures"]
    assert figures["items"][0] == {"number": "9", "meaning": "harbours connected this spring"}


def test_events_have_dates_and_a_place(client, content):
    event = page(client, "/news/lock-keepers-day/")

    assert (event["starts_on"], event["ends_on"]) == ("2025-06-14", "2025-06-15")
    assert event["place"] == "Upper Weir Lock"


def test_lists_are_filtered_by_declared_fields(client, content):
    parameters = {"type": "federation.EventPage", "starts_on[gte]": "2025-06-01"}

    [event] = client.get(f"{API}/pages/", parameters).json()["items"]
    assert event["title"] == DAY


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "harbours"}, {SHORE}),
        ({"q": "harbours connected this spring"}, {SHORE}),
        ({"author": "Ida Lund"}, {SHORE, PLAN}),
        ({"q": 'author:"Tomas Reyes"'}, {SHORE}),
        ({"q": "weir"}, {DAY}),
    ],
)
def test_pages_are_found_by_words_figures_places_and_authors(client, content, query, expected):
    assert set(titles(client, **query)) >= expected
    if "author" in str(query):
        assert set(titles(client, **query)) == expected


def test_authors_are_counted(client, content):
    facets = client.get(f"{API}/search/", {"author": "Ida Lund", "facets": "author"}).json()

    counts = {each["value"]: each["count"] for each in facets["facets"]["author"]}
    assert counts == {"Ida Lund": 2, "Tomas Reyes": 1}


@pytest.mark.parametrize(
    ("parameters", "listed"),
    [
        ({}, [DAY, SHORE, PLAN]),
        ({"kind": "news"}, [SHORE, PLAN]),
        ({"kind": "event"}, [DAY]),
        ({"author": "Tomas Reyes"}, [SHORE]),
        ({"kind": "event", "author": "Ida Lund"}, []),
    ],
)
def test_the_listing_page_filters(client, content, parameters, listed):
    response = client.get("/news/", parameters)

    assert [each.title for each in response.context["listed"]] == listed
    assert response.context["authors"] == [
        (name, name == parameters.get("author")) for name in ("Ida Lund", "Tomas Reyes")
    ]


def test_a_filter_does_not_reveal_a_page_under_maintenance(client, content, engine):
    switch_on([NewsPage.objects.get(slug="shore-power")], Terms())
    rebuild(engine)

    assert client.get("/news/", {"author": "Tomas Reyes"}).context["listed"] == []
    assert "Tomas" not in client.get("/news/").content.decode()
    assert "Tomas" not in client.get("/search/", {"advanced": ""}).content.decode()


def test_pages_are_rendered_with_their_own_templates(client, content):
    news = client.get("/news/shore-power/").content.decode()
    event = client.get("/news/lock-keepers-day/").content.decode()

    assert "<dd>1,200 t</dd>" in news
    assert 'href="/news/?author=Ida%20Lund"' in news
    assert "Upper Weir Lock" in event


def test_a_page_is_also_markdown(client, content):
    text = client.get("/news/shore-power/", headers={"accept": "text/markdown"}).content.decode()

    assert "harbours connected this spring" in text


def test_an_event_without_a_place_is_a_finding(content):
    event = EventPage.objects.get()
    assert "no-place" not in {each.code for each in check([event])[event.pk].findings}
    event.place = ""

    assert "no-place" in {each.code for each in check([event])[event.pk].findings}


def test_the_press_list_reads_the_change_log(content, caplog):
    loop = ReaderLoop(PressListReader())
    loop.step()
    NewsPage.objects.get(slug="dredging").save_revision().publish()
    with caplog.at_level(logging.INFO, "examples.federation.readers"):
        while loop.step():
            pass

    assert f"News for the press: {PLAN}" in caplog.messages


def test_the_openapi_document_is_valid_and_describes_the_app(client):
    document = client.get(f"{API}/openapi.json").json()
    validate(document)

    schemas = document["components"]["schemas"]
    assert {"NewsPage", "EventPage", "NewsroomPage", "KeyFiguresBlock"} <= set(schemas)
    search = document["paths"][f"{API}/search/"]["get"]["parameters"]
    assert "author" in {each["name"] for each in search}


def test_no_model_of_the_product_needs_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_only_the_listing_page_holds_news_and_events():
    assert set(NewsroomPage.allowed_subpage_models()) == {NewsPage, EventPage}
