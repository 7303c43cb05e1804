"""Two sites in one installation: a search finds the pages of its site, and of no other."""

import pytest
from wagtail.models import Page, Site

from cms.caching.invalidation import invalidate
from search.engines import active
from search.indexing.rebuild import rebuild
from search.steering.models import BestBet, DeniedSuggestion, SynonymRule
from tests.factories import ContentPageFactory, HomePageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1/search/"
HOSTS = ("localhost", "other.example")
WORDS = {"localhost": "Harbour", "other.example": "Mountain"}


@pytest.fixture(autouse=True)
def pages(settings, tmp_path):
    """Both sites have a page at the same path, and each a page of the shared title."""
    settings.SEARCH_INDEX_DIR, settings.ALLOWED_HOSTS = tmp_path, ["*"]
    active.engine.cache_clear()
    first = site_root()
    second = HomePageFactory(parent=Page.objects.get(depth=1), slug="other", title="Other")
    Site.objects.create(hostname="other.example", site_name="Other", root_page=second)
    charters = {}
    for host, home in zip(HOSTS, (first, second), strict=True):
        charters[host] = ContentPageFactory(
            parent=home, slug="charter", title=f"{WORDS[host]} charter", summary="Shared words."
        )
    invalidate()
    rebuild(active.engine("embedded"))
    yield charters
    active.engine.cache_clear()
    invalidate()


def get(client, address, host):
    return client.get(address, headers={"host": host})


def ids(response):
    return [each["id"] for each in response.json()["results"]]


@pytest.mark.parametrize("host", HOSTS)
def test_a_search_finds_the_pages_of_its_host(client, pages, host):
    (other,) = {*HOSTS} - {host}

    assert ids(get(client, f"{API}?q=charter", host)) == [pages[host].pk]
    page = get(client, "/search/?q=charter", host).content.decode()
    assert WORDS[host] in page
    assert WORDS[other] not in page
    for form in ("csv", "atom"):
        text = get(client, f"{API}?q=charter&format={form}", host).content.decode()
        assert WORDS[host] in text
        assert WORDS[other] not in text


def test_a_parameter_chooses_the_site_and_is_kept_in_links(client, pages):
    ContentPageFactory(parent=pages["other.example"].get_parent().specific, title="Second charter")
    rebuild(active.engine("embedded"))

    answer = client.get(f"{API}?q=charter&site=other.example&limit=1").json()
    assert answer["total"]["value"] == 2
    assert answer["results"][0]["url"].startswith("http://other.example/")
    assert answer["next"].startswith("http://testserver/api/")
    assert "site=other.example" in answer["next"]
    assert client.get(f"{API}?q=charter&site=nowhere.example").status_code == 422


def test_all_sites_are_found_and_counted_where_that_is_requested(client, pages):
    answer = client.get(f"{API}?q=charter&site=all&facets=site").json()

    assert {each["url"] for each in answer["results"]} == {
        "http://localhost/charter/",
        "http://other.example/charter/",
    }
    assert {each["label"]: each["count"] for each in answer["facets"]["site"]} == {
        "localhost": 1,
        "Other": 1,
    }


def test_counts_of_one_site_do_not_name_the_others(client):
    assert "Other" not in get(client, f"{API}?q=charter&facets=site", "localhost").content.decode()


def test_a_page_of_another_site_is_not_found_by_its_field(client, pages):
    (site,) = Site.objects.filter(hostname="other.example")

    assert ids(get(client, f"{API}?q=site:{site.pk}", "localhost")) == []


@pytest.mark.parametrize("host", HOSTS)
def test_suggestions_are_titles_of_the_site(client, pages, host):
    (other,) = {*HOSTS} - {host}
    for typed, expected in ((WORDS[host][:4], 1), (WORDS[other][:4], 0)):
        suggestions = get(client, f"{API}suggest/?q={typed}", host).json()["suggestions"]
        assert len(suggestions) == expected


def test_another_spelling_is_not_taken_from_another_site(client):
    assert get(client, f"{API}?q=montain", "other.example").json()["suggestion"]
    assert get(client, f"{API}?q=montain", "localhost").json()["suggestion"] is None


def test_best_bets_and_synonyms_hold_for_their_site(client, pages):
    site = Site.objects.get(hostname="other.example")
    BestBet.objects.create(queries="treaty", page=pages["other.example"])
    BestBet.objects.create(queries="treaty", url="https://x.example/", title="Link", site=site)
    SynonymRule.objects.create(terms="peak\nmountain", site=site)
    DeniedSuggestion.objects.create(text="harbour", site=site)
    invalidate()

    assert get(client, f"{API}?q=treaty", "localhost").json()["best_bets"] == []
    assert len(get(client, f"{API}?q=treaty", "other.example").json()["best_bets"]) == 2
    assert ids(get(client, f"{API}?q=peak", "other.example")) == [pages["other.example"].pk]
    assert get(client, f"{API}suggest/?q=harb", "localhost").json()["suggestions"]


@pytest.mark.parametrize("path", ["/charter/", "/", "/search/?q=charter", f"{API}?q=charter"])
def test_the_same_path_on_two_hosts_never_mixes(client, settings, path):
    settings.ANSWER_MEMORY = 8 * 1024 * 1024
    bodies = {host: get(client, path, host).content for host in HOSTS}
    for _ in range(2):
        for host in HOSTS:
            (other,) = {*HOSTS} - {host}
            text = get(client, path, host).content.decode()
            assert WORDS[other] not in text
            assert (WORDS[host] in text) == (WORDS[host].encode() in bodies[host])
