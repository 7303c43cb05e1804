"""Searches of drafts: what public searches would find if every draft were published now."""

import pytest
from wagtail.models import Page, PageViewRestriction, Site

from cms.caching.invalidation import invalidate
from cms.content.models import Topic
from cms.delivery.models import DeliveryKey
from cms.maintenance.models import Maintenance
from cms.maintenance.switch import Terms, switch_on
from search.engines import active
from search.engines.embedded.engine import EmbeddedEngine
from search.indexing.rebuild import rebuild
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1/search/"
FACETS = "facets=type,topic,date&limit=2"


@pytest.fixture
def engines(engine, settings, monkeypatch, tmp_path):
    """The engine of public searches first, and the embedded one, of which drafts are a copy."""
    settings.SEARCH_SECONDS = 30
    settings.DATA_DIR = tmp_path
    embedded = engine if engine.name == "embedded" else EmbeddedEngine(tmp_path / "embedded")
    engines = {engine.name: engine, "embedded": embedded}
    monkeypatch.setattr(active, "names", lambda: list(engines))
    monkeypatch.setattr(active, "engine", engines.__getitem__)
    yield engines
    invalidate()


@pytest.fixture
def pages(engines):
    """A changed page, a new one, and two that are withheld, among public ones; all indexed."""
    home = site_root()
    topic = Topic.objects.create(name="Peace", slug="peace")
    made = [
        ContentPageFactory(parent=home, title=f"Treaty {number}", summary="Old charter")
        for number in range(3)
    ]
    changed, restricted, withheld = made
    changed.topics.set([topic])
    changed.title, changed.summary = "Changed charter", "A treaty with new words"
    changed.save_revision()
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    switch_on([withheld], Terms())
    new = ContentPageFactory(parent=home, title="New charter", live=False)
    new.date = "1999-05-06"
    new.save_revision()
    index(engines)
    return changed, restricted, withheld, new


@pytest.fixture
def bearer():
    return bearer_of(reads_drafts=True)


def bearer_of(**scopes):
    key = DeliveryKey(name="Preview", **scopes)
    secret = key.issue()
    key.save()
    return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}


def index(engines):
    for each in engines.values():
        rebuild(each)


def found(client, query, **headers):
    response = client.get(f"{API}?{query}", **headers)
    assert response.status_code == 200, response.content
    return response.json()


def all_found(client, query, **headers):
    """Return the ids of all parts, with the total and the facets of the first.

    Ids are in order where that does not depend on scores, which words of deleted pages change.
    """
    first = part = found(client, query, **headers)
    results = [*first["results"]]
    while part["next"]:
        response = client.get(part["next"], **headers)
        part = response.json()
        results += part["results"]
    ids = [each["id"] for each in results]
    return ids if "sort" in query else sorted(ids), first["total"], first["facets"]


def titles(payload):
    return {each["title"] for each in payload["results"]}


def test_finds_drafts_and_withheld_pages_with_their_content(client, pages, bearer):
    payload = found(client, "q=charter&version=draft", **bearer)

    assert titles(payload) == {"Changed charter", "Treaty 1", "Treaty 2", "New charter"}
    assert {each["state"] for each in payload["results"]} == {"draft"}
    changed = next(each for each in payload["results"] if each["title"] == "Changed charter")
    assert changed["highlights"]["title"] == ["Changed <mark>charter</mark>"]
    assert not found(client, "q=%22treaty+0%22&version=draft", **bearer)["results"]


QUERIES = ["q=charter", "q=treaty+words", "q=charter&sort=title", "topic=peace", "date_to=2000"]


@pytest.mark.parametrize("query", QUERIES)
def test_is_the_public_search_after_publication(client, engines, pages, bearer, query):
    found_drafts = all_found(client, f"{query}&{FACETS}&version=draft", **bearer)
    PageViewRestriction.objects.all().delete()
    Maintenance.objects.all().delete()
    for page in pages:
        Page.objects.get(pk=page.pk).get_latest_revision_as_object().save_revision().publish()
    index(engines)

    assert found_drafts == all_found(client, f"{query}&{FACETS}")


def test_follows_drafts_and_pages_at_once(client, pages, bearer):
    changed, restricted, _, new = (Page.objects.get(pk=page.pk).specific for page in pages)
    assert found(client, "q=charter&version=draft", **bearer)["total"]["value"] == 4

    changed.title, changed.summary = "Second thoughts", ""
    changed.save_revision()
    restricted.title = "Republished"
    restricted.save_revision().publish()
    new.delete()
    ContentPageFactory(parent=site_root(), title="Another charter", live=False)

    charters = titles(found(client, "q=charter&version=draft", **bearer))
    assert charters == {"Republished", "Treaty 2", "Another charter"}
    assert titles(found(client, "q=thoughts&version=draft", **bearer)) == {"Second thoughts"}


def test_a_discarded_draft_is_the_page_again(client, pages, bearer):
    changed = pages[0]
    found(client, "q=changed&version=draft", **bearer)
    page = Page.objects.get(pk=changed.pk)
    page.latest_revision, page.has_unpublished_changes = None, False
    page.save()

    assert not found(client, "q=changed&version=draft", **bearer)["results"]
    assert titles(found(client, "q=%22treaty+0%22&version=draft", **bearer)) == {"Treaty 0"}


def test_begins_again_with_a_rebuilt_index(client, engines, pages, bearer):
    found(client, "q=charter&version=draft", **bearer)
    index(engines)

    assert found(client, "q=charter&version=draft", **bearer)["total"]["value"] == 4


def test_public_searches_stay_as_they_are(client, engines, pages, bearer):
    documents = engines["embedded"].live().count()
    before = found(client, "q=charter")
    found(client, "q=charter&version=draft", **bearer)

    assert titles(before) == titles(found(client, "q=charter")) == {"Treaty 0"}
    assert engines["embedded"].live().count() == documents


@pytest.mark.parametrize("form", ["json", "csv", "atom"])
def test_no_cache_stores_drafts(client, pages, bearer, form):
    response = client.get(f"{API}?q=charter&version=draft&limit=1&format={form}", **bearer)

    assert b"charter" in response.content
    assert response["Cache-Control"] == "private, no-store"
    assert "Surrogate-Key" not in response
    assert "version=draft" in (response.content.decode() + response.get("Link", ""))


@pytest.mark.parametrize(
    ("scopes", "query", "status"),
    [
        (None, "version=draft", 401),
        ({}, "version=draft", 403),
        ({"reads_restricted": True}, "version=draft", 403),
        ({"reads_drafts": True}, "version=both", 422),
        ({"reads_drafts": True}, "version=draft&version=live", 422),
    ],
)
def test_needs_a_key_for_drafts(client, pages, scopes, query, status):
    headers = {} if scopes is None else bearer_of(**scopes)
    response = client.get(f"{API}?q=charter&{query}", **headers)

    assert response.status_code == status
    assert b"Changed" not in response.content


def test_a_key_for_one_site_does_not_search_all(client, pages):
    headers = bearer_of(reads_drafts=True, site=Site.objects.get())

    assert found(client, "q=charter&version=draft", **headers)["results"]
    response = client.get(f"{API}?q=charter&version=draft&site=all", **headers)
    assert response.status_code == 403


def test_a_cursor_is_for_drafts_or_for_the_public(client, pages, bearer):
    public = found(client, "sort=title&limit=1")["next"]
    drafts = found(client, "sort=title&limit=1&version=draft", **bearer)["next"]

    assert client.get(f"{public}&version=draft", **bearer).status_code == 422
    assert client.get(drafts.replace("&version=draft", "")).status_code == 422
