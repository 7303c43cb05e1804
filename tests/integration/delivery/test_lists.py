"""Lists are complete: sorted in any order, and paged to their end."""

import pytest
from wagtail.models import Page

from cms.delivery.pages.neighbours import MAX_CHILDREN
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"


def walk(client, url):
    while url:
        part = client.get(url).json()
        yield from part["items"]
        url = part["next"]


@pytest.mark.parametrize("sort", ["last_published_at", "-last_published_at", "first_published_at"])
def test_pages_without_a_date_come_last_in_either_direction(client, sort):
    root = site_root()
    pages = [ContentPageFactory(parent=root) for _ in range(5)]
    undated = [pages[1].pk, pages[3].pk]
    Page.objects.filter(pk__in=undated).update(last_published_at=None, first_published_at=None)

    ids = [
        each["id"] for each in walk(client, f"{API}/pages/?parent={root.pk}&sort={sort}&limit=2")
    ]

    assert sorted(ids) == sorted(page.pk for page in pages)
    assert sorted(ids[-2:]) == sorted(undated)


@pytest.mark.parametrize("sort", ["title", "-title"])
def test_titles_are_sorted_as_people_expect(client, sort):
    root = site_root()
    titles = ["apple", "Banana", "Éclair", "eclipse", "zebra", "Élan", "Zoo"]
    for title in reversed(titles):
        ContentPageFactory(parent=root, title=title)

    url = f"{API}/pages/?parent={root.pk}&sort={sort}&limit=2"
    listed = [each["title"] for each in walk(client, url)]

    expected = ["apple", "Banana", "Éclair", "eclipse", "Élan", "zebra", "Zoo"]
    assert listed == (expected if sort == "title" else expected[::-1])


def test_thai_titles_are_sorted_by_their_consonants(client):
    root = site_root()
    for title in ["เกาะ", "ขา", "กา", "แขก"]:
        ContentPageFactory(parent=root, title=title)

    listed = [each["title"] for each in walk(client, f"{API}/pages/?parent={root.pk}&sort=title")]

    assert listed == ["กา", "เกาะ", "ขา", "แขก"]


def test_children_beyond_the_first_hundred_are_one_request_away(client):
    root = site_root()
    for number in range(MAX_CHILDREN + 3):
        ContentPageFactory(parent=root, title=f"Page {number}")

    payload = client.get(f"{API}/pages/{root.pk}/").json()
    first = [each["id"] for each in payload["children"]]
    others = [each["id"] for each in walk(client, payload["children_next"])]

    assert first + others == list(root.get_children().values_list("pk", flat=True))
    assert len(others) == 3


def test_children_that_are_all_there_have_no_next(client):
    root = site_root()
    ContentPageFactory(parent=root)

    assert client.get(f"{API}/pages/{root.pk}/").json()["children_next"] is None


def test_a_stub_names_its_language_and_the_published_page_above(client):
    root = site_root()
    draft = ContentPageFactory(parent=root, live=False)
    child = ContentPageFactory(parent=draft)
    other = ContentPageFactory(parent=root)

    stubs = {each["id"]: each for each in walk(client, f"{API}/pages/")}

    assert stubs[other.pk]["locale"] == "en"
    assert stubs[other.pk]["parent"] == root.pk
    assert stubs[root.pk]["parent"] is None
    assert stubs[child.pk]["parent"] is None
