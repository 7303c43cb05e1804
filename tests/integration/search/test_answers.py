"""Search results as JSON, CSV and Atom, and their cache headers."""

from xml.etree import ElementTree

import pytest
from wagtail.models import Site

from cms.caching.invalidation import invalidate
from cms.content.models import Topic
from search.engines import active
from search.indexing.rebuild import rebuild
from tests.factories import ContentPageFactory, OrganPageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1/search/"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def charters(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path
    active.engine.cache_clear()
    for number in (1, 2):
        ContentPageFactory(
            parent=site_root(), title=f"Charter {number}", summary="a < b <b>& c</b>"
        )
    rebuild(active.engine("embedded"))
    yield
    active.engine.cache_clear()
    invalidate()  # the rolled back database is cached otherwise


def test_the_etag_does_not_depend_on_the_time_taken(client):
    first = client.get(f"{API}?q=charter")
    took = first.json()["took_ms"]
    while (again := client.get(f"{API}?q=charter")).json()["took_ms"] == took:
        pass

    assert again["ETag"] == first["ETag"] != client.get(f"{API}?q=b")["ETag"]
    tagged = {"if-none-match": first["ETag"]}
    assert client.get(f"{API}?q=charter", headers=tagged).status_code == 304


@pytest.mark.parametrize(
    "address",
    [f"{API}?q=charter", f"{API}?format=csv", f"{API}?format=atom", f"{API}suggest/?q=char"],
)
def test_every_format_has_surrogate_keys(client, address):
    response = client.get(address)

    assert response["ETag"].startswith('"')
    assert response["Last-Modified"]
    assert "s-maxage" in response["Cache-Control"]
    keys = response["Surrogate-Key"].split()
    pages = [key for key in keys if key.startswith("page-")]
    around = [key for key in keys if key.startswith("around-")]  # JSON has breadcrumbs
    assert pages
    assert {*keys} == {"all", "search", *pages, *around}


def test_a_feed_is_valid_atom(client):
    feed = ElementTree.fromstring(client.get(f"{API}?q=charter&format=atom&limit=1").content)

    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    assert feed.findtext(f"{ATOM}id").endswith("?q=charter&format=atom&limit=1")
    assert feed.find(f"{ATOM}link[@rel='alternate']").get("href").endswith("?q=charter&limit=1")
    summary = feed.find(f"{ATOM}entry/{ATOM}summary")
    assert summary.get("type") == "html"
    assert summary.text == "a &lt; b &lt;b&gt;&amp; c&lt;/b&gt;"


PLACES = ("type", "organ", "topic")


@pytest.mark.parametrize(
    "narrowing",
    [
        {"q": 'type:organpage organ:"THE council" topic:"Law of the sea"'},
        {"type": "Organ", "organ": "tc", "topic": "LAW"},
    ],
)
def test_values_are_found_by_name_on_the_page_and_in_the_api(client, narrowing):
    organ = OrganPageFactory(parent=site_root(), title="The Council", short_name="TC")
    organ.topics.add(Topic.objects.create(name="Law of the Sea", slug="law"))
    organ.save_revision().publish()
    rebuild(active.engine("embedded"))
    payload = client.get(API, narrowing | {"facets": ",".join(PLACES)}).json()
    page = client.get("/search/", narrowing | {"advanced": "1"})

    assert [each["title"] for each in payload["results"]] == ["The Council"]
    assert not payload["warnings"]
    selected = {
        name: [f["value"] for f in payload["facets"][name] if f["selected"]] for name in PLACES
    }
    if "q" not in narrowing:
        assert selected == {
            "type": ["whatwedo.OrganPage"],
            "organ": ["The Council"],
            "topic": ["law"],
        }
    form = page.context["form"]
    assert form.values == {
        "type": ("whatwedo.OrganPage",),
        "organ": ("The Council",),
        "topic": ("law",),
    }
    assert [card.title for card in page.context["cards"]] == ["The Council"]


def test_an_unknown_value_is_reported(client):
    payload = client.get(API, {"q": "charter type:contentpages"}).json()

    assert [each["code"] for each in payload["warnings"]] == ["unknown_value"]
    assert "home.ContentPage" in payload["warnings"][0]["message"]
    assert payload["results"] == []


@pytest.mark.parametrize("name", ["type", "organ", "topic", "locale"])
def test_an_unknown_value_of_a_filter_is_a_warning(client, name):
    payload = client.get(API, {"q": "charter", name: "nope"}).json()

    [warning] = payload["warnings"]
    assert (warning["code"], warning["parameter"]) == ("unknown_value", name)
    assert payload["results"] == []


@pytest.mark.parametrize(
    "typed", ["%00", "char%00", "%EF%BF%BD", "%0A%1F", "x" * 5000, "%ED%A0%80"]
)
def test_suggestions_accept_any_text(client, typed):
    assert client.get(f"{API}suggest/?q={typed}").status_code == 200


@pytest.mark.parametrize("form", ["csv", "atom"])
def test_csv_and_atom_link_to_the_next_results(client, form):
    first = client.get(f"{API}?q=charter&format={form}&limit=1")
    following = first["Link"].removeprefix("<").removesuffix('>; rel="next"')
    second = client.get(following)

    assert second.status_code == 200
    assert "Charter" in second.content.decode()
    assert "Link" not in second


def test_a_long_name_with_an_ampersand_leaves_the_description_well_formed(client):
    Site.objects.update(site_name="Ministry of A & B")
    Site.clear_site_root_paths_cache()

    described = ElementTree.fromstring(client.get("/opensearch.xml").content)

    assert described[0].text == "Ministry of A & "
