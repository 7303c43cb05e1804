"""Lists of drafts: what the public list would be if every draft were published now."""

import pytest
from wagtail.models import PageViewRestriction, Site

from cms.delivery.models import DeliveryKey
from cms.maintenance.switch import Terms, switch_on
from tests.factories import (
    ContentPageFactory,
    site_root,
)
from tests.integration.delivery.drafts.listing import API, changed, ids, listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages():
    """A public page with a newer draft, one that was never published, and one withheld twice."""
    home = site_root()
    public = ContentPageFactory(parent=home, title="Public", slug="a", summary="Known")
    changed(public, title="Changed", slug="z", summary="Not yet known")
    new = ContentPageFactory(parent=home, title="New", slug="b", live=False)
    hidden = ContentPageFactory(parent=home, title="Hidden", slug="c", summary="Inside")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    switch_on([hidden], Terms())
    return public, new, hidden


@pytest.mark.parametrize("fields", ["", "&fields=summary"])
def test_a_list_of_drafts_has_every_page_as_it_is_now(client, bearer, pages, fields):
    payload = listed(client, f"&type=home.ContentPage{fields}", **bearer)
    items = payload["items"]

    assert ids(payload) == [page.pk for page in pages]
    assert [each["title"] for each in items] == ["Changed", "New", "Hidden"]
    assert [each["path"] for each in items] == ["/z/", "/b/", "/c/"]
    assert {each["state"] for each in items} == {"draft"}
    if fields:
        assert [items[0]["summary"], items[2]["summary"]] == ["Not yet known", "Inside"]


def test_a_listed_draft_is_the_draft_itself(client, bearer, pages):
    for item in listed(client, "&fields=*", **bearer)["items"]:
        draft = client.get(f"{API}/pages/{item['id']}/?version=draft", **bearer).json()
        assert item == draft


def test_a_list_of_drafts_is_narrowed_by_place_and_language(client, bearer, pages):
    new = pages[1]
    below = ContentPageFactory(parent=new, live=False)

    for query in (f"&parent={new.pk}", f"&ancestor={new.pk}", f"&id={below.pk}&locale=en"):
        [item] = listed(client, query, **bearer)["items"]
        assert item["id"] == below.pk
        assert item["parent"] == new.pk


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("&fallback=en&locale=th", "fallback"),
        ("&parent=999999", "parent"),
        ("&ancestor=999999", "ancestor"),
        ("&cursor=x", "cursor"),
        ("&locale=xx", "locale"),
        ("&sort=summary", "sort"),
        ("&type=home.ContentPage&kind=council", "kind"),
        ("&fields[children]=summary", "fields[children]"),
    ],
)
def test_a_parameter_that_does_not_apply_to_drafts_is_named(client, bearer, pages, query, name):
    response = client.get(f"{API}/pages/?version=draft{query}", **bearer)

    assert response.status_code == 422
    assert name in [each["name"] for each in response.json()["parameters"]]


@pytest.mark.parametrize("route", ["pages", "navigation"])
def test_drafts_are_for_keys_that_may_read_them(client, pages, route):
    home = site_root()
    site = Site.objects.create(hostname="other.example", root_page=home, port=81)
    url = f"{API}/{route}/?version=draft"

    assert client.get(url).status_code == 401
    for scopes in ({"reads_restricted": True}, {"reads_drafts": True, "site": site}):
        key = DeliveryKey(name="Builder", **scopes)
        secret = key.issue()
        key.save()
        refused = client.get(url, HTTP_AUTHORIZATION=f"Bearer {secret}")
        assert refused.status_code == 403
        assert b"New" not in refused.content


def test_the_public_list_does_not_change_with_a_key_or_a_draft(client, bearer, pages):
    listed(client, "&fields=summary", **bearer)
    for headers in ({}, bearer):
        public = client.get(f"{API}/pages/?fields=summary", **headers).content
        assert b"Not yet known" not in public
        assert b"New" not in public


def test_the_menu_of_drafts_has_pages_as_they_will_be(client, bearer):
    home = site_root()
    renamed = ContentPageFactory(parent=home, title="Shown", slug="shown", show_in_menus=True)
    changed(renamed, title="Renamed")
    removed = ContentPageFactory(parent=home, title="Left", slug="left", show_in_menus=True)
    changed(removed, show_in_menus=False)
    new = ContentPageFactory(parent=home, slug="new", live=False, show_in_menus=False)
    changed(new, title="New", show_in_menus=True)
    ContentPageFactory(parent=new, title="Below", slug="below", live=False, show_in_menus=True)

    response = client.get(f"{API}/navigation/?version=draft", **bearer)
    payload = response.json()

    assert response["Cache-Control"] == "private, no-store"
    assert [each["title"] for each in payload["items"]] == ["Renamed", "New"]
    [below] = payload["items"][1]["children"]
    assert (below["title"], below["parent"], below["state"]) == ("Below", new.pk, "draft")
    assert payload["root"]["state"] == "draft"
    public = client.get(f"{API}/navigation/").json()
    assert [each["title"] for each in public["items"]] == ["Shown", "Left"]
