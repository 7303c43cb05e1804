"""Lists of drafts that are filtered and sorted, of pages that differ in all that queries name."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.caching.invalidation import invalidate
from cms.content.models import Topic
from tests.factories import (
    ContentPageFactory,
    MemberStateFactory,
    OrganKindFactory,
    OrganPageFactory,
    PersonFactory,
    WhatWeDoPageFactory,
    site_root,
)
from tests.integration.delivery.drafts.listing import API, changed, ids, listed
from whatwedo.models import OrganRelation

pytestmark = pytest.mark.django_db
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


@pytest.fixture(scope="module")
def planted(module_transaction):
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
    return [page.pk for page in (first, second_organ, third_organ, text)]


@pytest.fixture
def garden(planted, db):
    """The planted pages, each test its own."""
    pages = Page.objects.specific().in_bulk(planted)
    return [pages[pk] for pk in planted]


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
