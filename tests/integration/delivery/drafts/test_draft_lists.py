"""Lists of drafts: what the public list would be if every draft were published now."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from cms.caching.invalidation import invalidate
from cms.content.models import Topic
from cms.delivery.models import DeliveryKey
from cms.maintenance.switch import Terms, switch_on
from tests.factories import (
    ContentPageFactory,
    MemberStateFactory,
    OrganKindFactory,
    OrganPageFactory,
    PersonFactory,
    WhatWeDoPageFactory,
    site_root,
)
from whatwedo.models import OrganRelation

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"


def changed(page, **values):
    """Save a draft of a page that differs from what is published."""
    draft = page.specific
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision()
    return page


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


def listed(client, query="", **headers):
    response = client.get(f"{API}/pages/?version=draft&limit=100{query}", **headers)
    assert response.status_code == 200, response.content
    assert response["Cache-Control"] == "private, no-store"
    return response.json()


def ids(payload):
    return [each["id"] for each in payload["items"]]


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


QUERIES = [
    "&sort=title",
    "&sort=-title",
    "&sort=date",
    "&sort=-established",
    "&sort=kind",
    "&sort=last_published_at",
    "&type=whatwedo.OrganPage&kind=council",
    "&kind[ne]=council",
    "&established[gte]=1980&sort=established",
    "&date[lt]=2015-06-01",
    "&date=2020-02-02",
    "&topic=peace",
    "&topic=trade&topic=peace&sort=title",
    "&fields=summary,kind,topics&type=whatwedo.OrganPage",
]


@pytest.fixture
def garden():
    """Pages of two types whose drafts differ in title, date, kind, topics and relations."""
    home = site_root()
    OrganKindFactory(key="council")
    peace, trade = (Topic.objects.create(slug=name, name=name) for name in ("peace", "trade"))
    above = WhatWeDoPageFactory(parent=home, title="What we do", slug="what")
    first_organ = OrganPageFactory(parent=above, title="Zebra", slug="one", established="1967")
    second_organ = OrganPageFactory(parent=above, title="éclair", slug="two", established="2001")
    third_organ = OrganPageFactory(parent=above, title="Third", slug="three", live=False)
    first_organ.topics.set([peace])
    first_organ.save()
    OrganRelation.objects.create(organ=first_organ, to=second_organ, kind="supports")
    first = changed(first_organ, title="alpha", established="", kind="council")
    draft = second_organ.specific
    draft.topics.set([trade])
    draft.relations.add(OrganRelation(to=first_organ, kind="works-with"))
    changed(draft, date=datetime.date(2020, 2, 2), title="Éclair")
    changed(third_organ, established="1990", date=datetime.date(2012, 1, 1))
    text = ContentPageFactory(parent=home, title="Text", slug="text")
    changed(text, date=datetime.date(1999, 1, 1), title="null")
    ContentPageFactory(parent=home, title="Plain", slug="plain")
    return first, second_organ, third_organ, text


def without_state(items):
    """Leave out what publication itself changes."""
    changing = ("state", "parent")
    return [{name: value for name, value in each.items() if name not in changing} for each in items]


@pytest.mark.parametrize("query", QUERIES)
def test_a_list_of_drafts_is_the_public_list_after_publication(client, bearer, garden, query):
    drafts = listed(client, f"&total=true{query}", **bearer)
    for page in garden:
        page.refresh_from_db()
        stamp = page.last_published_at
        page.latest_revision.publish()
        Page.objects.filter(pk=page.pk).update(last_published_at=stamp)
        if stamp is None:  # publication gives these pages dates that their drafts do not have
            Page.objects.filter(pk=page.pk).update(first_published_at=None)
    published = client.get(f"{API}/pages/?limit=100&total=true{query}").json()

    assert drafts["items"], "the query finds nothing, so it shows nothing"
    assert without_state(drafts["items"]) == without_state(published["items"])
    assert drafts["total"] == published["total"]


@pytest.mark.parametrize("sort", ["path", "-title", "date", "-established"])
def test_a_list_of_drafts_is_read_in_parts(client, bearer, garden, sort):
    at_once = listed(client, f"&sort={sort}", **bearer)
    in_parts, url = [], f"{API}/pages/?version=draft&limit=1&sort={sort}"
    while url:
        part = client.get(url.replace("http://testserver", ""), **bearer).json()
        in_parts += ids(part)
        url = part["next"]

    assert in_parts == ids(at_once)


def test_a_list_of_drafts_is_narrowed_by_place_and_language(client, bearer, pages):
    new = pages[1]
    below = ContentPageFactory(parent=new, live=False)

    for query in (f"&parent={new.pk}", f"&ancestor={new.pk}", f"&id={below.pk}&locale=en"):
        [item] = listed(client, query, **bearer)["items"]
        assert item["id"] == below.pk
        assert item["parent"] == new.pk


def test_drafts_that_refer_to_deleted_objects_are_listed_without_them(client, bearer, garden):
    organ, related = garden[:2]
    person = PersonFactory()
    draft = organ.specific.get_latest_revision_as_object()
    changed(draft, head=person)
    person.delete()
    Page.objects.get(pk=garden[2].pk).delete()
    related.specific.delete()

    [item] = listed(client, f"&id={organ.pk}&fields=head,relations", **bearer)["items"]
    assert item["head"] is None
    assert item["relations"] == []


@pytest.fixture
def caching_enabled(settings):
    """Keep the names of kinds and the like between requests, as a server does."""
    settings.ANSWER_MEMORY = 2**20
    invalidate()
    yield
    invalidate()


def test_many_drafts_take_as_many_queries_as_few(client, bearer, garden, caching_enabled):
    def queries(fields):
        with CaptureQueriesContext(connection) as context:
            listed(client, f"&{fields}&type=whatwedo.OrganPage", **bearer)
        return len(context)

    above, to = WhatWeDoPageFactory._meta.model.objects.get(), garden[0]
    changed(to, head=PersonFactory(country=MemberStateFactory()))
    queries("fields=*")
    stubs, few = queries("total=false"), queries("fields=*")
    for n in range(4):
        page = OrganPageFactory(parent=above, title=f"More {n}", slug=f"more-{n}")
        page.relations.add(OrganRelation(to=to, kind="supports"))
        changed(page, head=PersonFactory(country=MemberStateFactory()), title=f"Other {n}")
    assert queries("fields=*") <= few
    assert queries("total=false") == stubs
    assert stubs <= 5


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
