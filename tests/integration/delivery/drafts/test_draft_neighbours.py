"""Children and siblings of a draft are drafts, for keys that read drafts and for no one else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.delivery import preview
from cms.delivery.pages.drafts import neighbours
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"
SECRET = "Secret plan"


@pytest.fixture
def section():
    """A public page with a draft below it, and between public pages a changed and a new one."""
    section = ContentPageFactory(parent=site_root(), title="Section")
    for title in ("First", "Known", "Last"):
        ContentPageFactory(parent=section, title=title)
    known = section.get_children().get(title="Known").specific
    known.title = f"{SECRET} for a known page"
    known.save_revision()
    ContentPageFactory(parent=section, title=SECRET, live=False)
    return section


def titles(stubs):
    return [(each["title"], each["state"]) for each in stubs]


def test_children_of_a_draft_are_drafts(section, client, bearer):
    payload = client.get(f"{API}/pages/{section.pk}/?version=draft", **bearer).json()

    expected = ["First", f"{SECRET} for a known page", "Last", SECRET]
    assert titles(payload["children"]) == [(title, "draft") for title in expected]
    assert payload["children_next"] is None


def test_siblings_of_a_draft_are_drafts(section, client, bearer):
    last = section.get_children().get(title="Last")

    payload = client.get(f"{API}/page/?path=/section/last/&version=draft", **bearer).json()

    assert payload["id"] == last.pk
    expected = ["First", f"{SECRET} for a known page", SECRET]
    assert titles(payload["siblings"]) == [(title, "draft") for title in expected]


def test_expanded_children_of_a_draft_are_whole_where_they_are_public(section, client, bearer):
    address = f"{API}/pages/{section.pk}/?version=draft&expand=children"

    children = client.get(address, **bearer).json()["children"]

    assert [("body" in each, each["state"]) for each in children] == [
        *[(True, "content")] * 3,
        (False, "draft"),
    ]


def test_further_children_of_a_draft_are_drafts(section, client, bearer, monkeypatch):
    monkeypatch.setattr(neighbours, "MAX_CHILDREN", 3)
    payload = client.get(f"{API}/pages/{section.pk}/?version=draft", **bearer).json()

    further = client.get(payload["children_next"], **bearer).json()["items"]

    assert len(payload["children"]) == 3
    assert titles(further) == [(SECRET, "draft")]


def test_lists_of_drafts_have_drafts_around_in_one_query(section, client, bearer):
    def queries(query):
        address = f"{API}/pages/?version=draft&fields=children,siblings&{query}"
        with CaptureQueriesContext(
            connection,
        ) as captured:
            items = client.get(address, **bearer).json()["items"]
        return len(captured), items

    first = section.get_children().first()
    queries(f"id={first.pk}")
    one, items = queries(f"id={first.pk}")
    all_of_them, more = queries(f"parent={section.pk}")

    assert (SECRET, "draft") in titles(items[0]["siblings"])
    assert len(more) == 4
    assert all((SECRET, "draft") in titles(each["siblings"]) for each in more[:3])
    assert all_of_them - one <= 3  # for the parent and the revisions of changed pages


def test_no_one_else_sees_the_drafts_around(section, client, bearer):
    client.get(f"{API}/pages/{section.pk}/?version=draft", **bearer)
    token = preview.store_draft(section.specific)
    public = (f"pages/{section.pk}/", "page/?path=/section/last/", "pages/?fields=*")

    for address in (*public, f"preview/{token}/"):
        response = client.get(f"{API}/{address}")
        assert response.status_code == 200
        assert SECRET not in response.content.decode(), address
