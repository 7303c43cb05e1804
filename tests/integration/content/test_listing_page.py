"""Listing pages: a stored search with filters, paging and a feed."""

from datetime import date
from urllib.parse import urlsplit

import pytest

from cms.caching.invalidation import invalidate
from cms.content.models import Topic
from cms.maintenance.models import Maintenance
from home.listing import PAGE_SIZE
from home.models import ListingPage
from search.engines import active
from search.indexing.rebuild import rebuild
from tests.factories import ContentPageFactory, OrganPageFactory, WhatWeDoPageFactory, site_root

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(settings, tmp_path):
    """Return a function that makes a listing over what there is by then."""
    settings.SEARCH_INDEX_DIR = tmp_path
    active.engine.cache_clear()

    def listed(**fields):
        page = site_root().add_child(
            instance=ListingPage(title="All of them", slug="list", **fields)
        )
        page.save_revision().publish()
        invalidate()
        rebuild(active.engine("embedded"))
        return page

    yield listed
    active.engine.cache_clear()
    invalidate()


def make(*titles, **fields):
    root = site_root()
    return [ContentPageFactory(parent=root, title=title, **fields) for title in titles]


def text_of(client, address="/list/"):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_it_lists_pages_of_one_type_in_order(client, listed):
    make("Old", date=date(1990, 1, 1))
    make("New", date=date(2020, 1, 1))
    OrganPageFactory(parent=WhatWeDoPageFactory(parent=site_root()), title="An organ")
    listed(listed_type="home.ContentPage")

    text = text_of(client)

    assert text.index(">New</a>") < text.index(">Old</a>")
    assert "An organ" not in text.partition('<h2 id="listed">')[2]


def test_its_words_are_of_the_query_language(client, listed):
    make("Harbour", "Mountain")
    listed(words="title:harbour")

    listing = text_of(client).partition('<h2 id="listed">')[2]

    assert "Harbour" in listing
    assert "Mountain" not in listing


def test_visitors_narrow_it_by_topic_and_year(client, listed):
    peace = Topic.objects.create(name="Peace", slug="peace")
    for title, day in (("One", date(2001, 2, 3)), ("Two", date(2002, 2, 3))):
        (page,) = make(title, date=day)
        page.topics.add(peace)
        page.save_revision().publish()
    make("Three", date=date(2001, 5, 5))
    listed(listed_type="home.ContentPage")

    by_topic = text_of(client, "/list/?topic=peace").partition('<h2 id="listed">')[2]
    by_year = text_of(client, "/list/?date_from=2001-01-01&date_to=2001-12-31")

    assert "One" in by_topic
    assert "Three" not in by_topic
    assert "Two" not in by_year.partition('<h2 id="listed">')[2]
    assert 'href="/list/?date_from=2001-01-01&amp;date_to=2001-12-31"' in text_of(client)


@pytest.mark.parametrize("query", ["topic=none", "cursor=x", "date_from=x", "q=x&sort=x&y=1"])
def test_odd_addresses_are_pages_too(client, listed, query):
    make("One")
    listed()

    assert "</html>" in text_of(client, f"/list/?{query}")


def test_pages_of_results_follow_one_another(client, listed):
    make(*(f"Page {number:02}" for number in range(PAGE_SIZE + 5)))
    listed(listed_type="home.ContentPage", ordering="title")

    first = text_of(client)
    (following,) = [part.partition('"')[0] for part in first.split('class="button" href="')[1:]]
    second = text_of(client, following.replace("&amp;", "&"))

    assert "Page 00" in first
    assert "Page 20" not in first
    assert "Page 24" in second
    assert "Page 00" not in second


def test_its_feed_holds_the_same_pages(client, listed):
    make("Harbour", "Mountain")
    listed(words="title:harbour")
    feed = text_of(client).partition('type="application/atom+xml" href="')[2].partition('"')[0]

    response = client.get(feed.replace("&amp;", "&"))

    assert urlsplit(feed).path == "/api/delivery/v1/search/"
    assert b"Harbour" in response.content
    assert b"Mountain" not in response.content


def test_a_withheld_page_is_listed_by_its_title_only(client, listed):
    (page,) = make("Harbour", summary="Secret summary")
    Maintenance.objects.create(page=page)
    listed(listed_type="home.ContentPage")

    text = text_of(client)

    assert "Harbour" in text
    assert "Secret summary" not in text


def test_front_ends_read_its_search(client, listed):
    listed(words="topic:history", listed_type="home.ContentPage", ordering="title")

    page = client.get("/api/delivery/v1/page/?path=/list/").json()

    assert (page["words"], page["listed_type"], page["ordering"]) == (
        "topic:history",
        "home.ContentPage",
        "title",
    )
