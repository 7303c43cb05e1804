"""The API's incremental feed over the change log."""

import datetime

import pytest
from wagtail.models import PageViewRestriction

from cms.changes import log
from cms.changes.models import Kind
from cms.maintenance.models import Maintenance
from cms.maintenance.register import register
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db
URL = "/api/delivery/v1/changes/"


@pytest.fixture
def home():
    return site_root()


@pytest.fixture
def feed(client, home):
    """Return the changes listed since the last call: kind, id, and whether the page is included."""
    cursor = client.get(URL, {"limit": 100}).json()["cursor"]

    def read() -> list[tuple[str, int, bool]]:
        nonlocal cursor
        listed = client.get(URL, {"cursor": cursor}).json()
        cursor = listed["cursor"]
        return [(each["kind"], each["id"], each["page"] is not None) for each in listed["items"]]

    return read


def test_tells_publishing_moving_and_deleting(home, feed):
    page = ContentPageFactory(parent=home, title="P", slug="p")
    assert feed() == [("published", page.pk, True)]
    page.slug = "q"
    page.save_revision().publish()
    assert feed() == [("moved", page.pk, True)]
    page.refresh_from_db()
    page.unpublish()
    assert feed() == [("unpublished", page.pk, False)]
    page.delete()
    assert feed() == [("deleted", page.pk, False)]
    assert feed() == []


def test_a_draft_is_not_listed(home, feed):
    ContentPageFactory(parent=home, title="P", slug="p", live=False)

    assert feed() == []


def test_a_restricted_page_is_an_unpublished_one(home, feed):
    page = ContentPageFactory(parent=home, title="P", slug="p")
    feed()
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert feed() == [("unpublished", page.pk, False)]
    restriction.delete()
    assert feed() == [("published", page.pk, True)]


def test_maintenance_is_listed_without_content(home, feed, client):
    page = ContentPageFactory(parent=home, title="P", slug="p", summary="Secret words")
    feed()
    Maintenance.objects.create(page=page)
    register.invalidate()
    log.append(Kind.MAINTENANCE, [page.pk])

    assert feed() == [("maintenance", page.pk, True)]
    assert b"Secret words" not in client.get(URL).content


def test_steering_and_repair_are_nobodys_business(home, feed):
    log.append(Kind.STEERING)
    log.append(Kind.REPAIR, [home.pk])

    assert feed() == []


def test_a_long_list_comes_in_parts(home, client):
    for _ in range(7):
        log.append(Kind.PUBLISHED, [home.pk])
    listed, url = [], f"{URL}?limit=3"
    while url:
        part = client.get(url.replace("http://localhost", "")).json()
        listed += part["items"]
        url = part["next"]

    assert listed == client.get(URL, {"limit": 100}).json()["items"]
    assert len(listed) >= 7


def move(page, home):
    page.move(ContentPageFactory(parent=home, title="Open", slug="open"), pos="last-child")


def rename(page, home):
    page.slug = "renamed"
    page.save()


LEAVING = {
    "deleted": lambda page, home: page.delete(),
    "deleted with the page above": lambda page, home: page.get_parent().specific.delete(),
    "unpublished": lambda page, home: page.unpublish(),
    "moved": move,
    "renamed": rename,
}


# A page that moves out of a restricted section is public, and so is the redirect to it.
LEAVING_RESTRICTED = [
    (on, leave)
    for on in ("itself", "above")
    for leave in LEAVING
    if (on, leave) != ("above", "moved")
]


@pytest.mark.parametrize(("on", "leave"), LEAVING_RESTRICTED)
def test_the_former_path_of_a_restricted_page_is_listed_nowhere(home, client, leave, on):
    above = ContentPageFactory(parent=home, title="Cellar", slug="cellar")
    page = ContentPageFactory(parent=above, title="Vault", slug="vault")
    restricted = page if on == "itself" else above
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")

    LEAVING[leave](type(page).objects.get(pk=page.pk), home)

    assert "/cellar/vault" not in client.get(URL, {"limit": 100}).content.decode()


@pytest.mark.parametrize("leave", LEAVING.values(), ids=LEAVING)
def test_the_former_path_of_a_public_page_is_known(home, client, leave):
    above = ContentPageFactory(parent=home, title="Cellar", slug="cellar")
    page = ContentPageFactory(parent=above, title="Vault", slug="vault")

    leave(type(page).objects.get(pk=page.pk), home)

    items = client.get(URL, {"limit": 100}).json()["items"]
    assert "/cellar/vault/" in [item["old_path"] for item in items]


def test_a_cursor_that_is_too_old_is_gone_with_instructions(home, client, settings):
    cursor = client.get(URL, {"limit": 1}).json()["cursor"]
    for _ in range(3):
        log.append(Kind.PUBLISHED, [home.pk])
    settings.CHANGE_LOG_RETENTION = datetime.timedelta(0)
    log.compact()
    answer = client.get(URL, {"cursor": cursor})

    assert answer.status_code == 410
    assert "Read all pages again" in answer.json()["detail"]
    assert client.get(URL).status_code == 200


def test_costs_as_many_queries_for_many_changes_as_for_few(
    home, client, django_assert_max_num_queries
):
    pages = [ContentPageFactory(parent=home, title=f"{n}", slug=f"p{n}") for n in range(20)]
    with django_assert_max_num_queries(12):
        listed = client.get(URL, {"limit": 100}).json()["items"]
    assert len(listed) > len(pages)


@pytest.mark.parametrize("query", [{"cursor": "x"}, {"limit": "0"}, {"since": "1"}])
def test_what_is_malformed_is_named(home, client, query):
    answer = client.get(URL, query)

    assert answer.status_code == 422
    assert next(iter(query)) in answer.json()["detail"]
