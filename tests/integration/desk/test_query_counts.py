"""Editors' views of many pages take no more queries than those of one."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Workflow

from cms.caching.invalidation import invalidate
from tests.factories import (
    ContentPageFactory,
    OrganPageFactory,
    UserFactory,
    home_in_languages,
    site_root,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("admin_search")]
CHOOSER_QUERIES = 15  # three of them for the log-in, and one for each type of the listed pages
EXPLORER_QUERIES, EDITOR_QUERIES = 38, 43
VIEWS = {
    "choose": "/admin/choose-page/{parent}/",
    "choose a type": "/admin/choose-page/{parent}/?page_type=home.contentpage",
    "choose several": "/admin/choose-page/{parent}/?multiple=1",
    "choose where to copy": "/admin/choose-page/{parent}/?user_perms=copy_to",
    "choose where to move": (
        "/admin/choose-page/{parent}/?user_perms=move_to&target_pages[]={first}"
    ),
    "choose at the root": "/admin/choose-page/",
    "search to choose": "/admin/choose-page/search/?q=numbered",
    "explore": "/admin/pages/{parent}/",
    "edit the parent": "/admin/pages/{parent}/edit/",
    "edit a child": "/admin/pages/{first}/edit/",
}
# For editors who may not publish, Wagtail looks for published pages below each row.
BY_ROW = {"choose where to move"}


@pytest.fixture(autouse=True)
def caching_enabled(settings):
    settings.ANSWER_MEMORY = 1_000_000
    yield
    invalidate()


def signed_in(client, kind):
    user = UserFactory(is_superuser=kind == "superuser")
    user.groups.add(Group.objects.get(name="Editor"))
    client.force_login(user)
    return client


def add_pages(parent, count):
    """Add pages in all states that the views show: published, draft, in moderation."""
    workflow = Workflow.objects.first()
    for number in range(count):
        ContentPageFactory(parent=parent, title=f"Numbered {number}")
        OrganPageFactory(parent=parent, title=f"Numbered organ {number}", kind="other")
        draft = ContentPageFactory(parent=parent, title=f"Numbered draft {number}", live=False)
        draft.save_revision()
        if workflow:
            workflow.start(draft, None)


def queries(client, address):
    client.get(address)  # fills what a process keeps
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("kind", ["superuser", "editor"])
def test_more_pages_take_no_more_queries(client, kind):
    root, user = site_root(), signed_in(client, kind)
    parent = OrganPageFactory(parent=root)
    add_pages(parent, 1)
    addresses = {
        name: address.format(parent=parent.pk, first=parent.get_first_child().pk)
        for name, address in VIEWS.items()
        if kind == "superuser" or name not in BY_ROW
    }
    few = {name: queries(user, address) for name, address in addresses.items()}

    add_pages(parent, 8)

    assert {name: queries(user, address) for name, address in addresses.items()} == few


@pytest.mark.parametrize("kind", ["superuser", "editor"])
def test_more_languages_take_no_more_queries(client, kind):
    home, user = home_in_languages("fr"), signed_in(client, kind)
    page = ContentPageFactory(parent=home)
    addresses = {
        name: address.format(parent=home.pk, first=page.pk)
        for name, address in VIEWS.items()
        if kind == "superuser" or name not in BY_ROW
    }
    few = {name: queries(user, address) for name, address in addresses.items()}

    home_in_languages("th", "id", "vi")

    assert {name: queries(user, address) for name, address in addresses.items()} == few


def test_the_page_chooser_takes_few_queries(admin_client):
    root = site_root()
    for number in range(9):
        ContentPageFactory(parent=root, title=f"Numbered {number}")
        OrganPageFactory(parent=root, title=f"Numbered organ {number}", kind="other")

    assert queries(admin_client, f"/admin/choose-page/{root.pk}/") <= CHOOSER_QUERIES


@pytest.mark.parametrize("kind", ["superuser", "editor"])
def test_the_explorer_and_the_editor_take_few_queries(client, kind):
    root, user = site_root(), signed_in(client, kind)
    add_pages(root, 3)
    draft = root.get_children().filter(title="Numbered draft 1").get()

    assert queries(user, f"/admin/pages/{root.pk}/") <= EXPLORER_QUERIES
    assert queries(user, f"/admin/pages/{draft.pk}/edit/") <= EDITOR_QUERIES


def test_the_page_chooser_says_the_status_of_the_page_whose_children_it_lists(admin_client):
    page = ContentPageFactory(parent=site_root(), title="Numbered parent", live=False)
    page.save_revision()
    address = f"/admin/choose-page/{page.pk}/"
    assert "in moderation" not in admin_client.get(address).json()["html"].lower()

    Workflow.objects.first().start(page, None)

    assert "in moderation" in admin_client.get(address).json()["html"].lower()


def test_the_page_chooser_marks_private_pages(admin_client):
    page = ContentPageFactory(parent=site_root(), title="Numbered parent")
    address = f"/admin/choose-page/{page.pk}/"
    assert "privacy-indicator" not in admin_client.get(address).json()["html"]

    PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert "privacy-indicator" in admin_client.get(address).json()["html"]


def test_the_page_chooser_links_to_parents_and_says_the_status(admin_client):
    root = site_root()
    parent = ContentPageFactory(parent=root, title="Numbered parent")
    add_pages(parent, 1)

    listed = admin_client.get(f"/admin/choose-page/{parent.pk}/").json()["html"]
    results = admin_client.get("/admin/choose-page/search/", {"q": "numbered"}).content.decode()

    for text in (listed, results):
        assert text.count(f'data-parent-id="{parent.pk}"') == 3
        assert text.count(f'data-parent-id="{root.pk}"') == 1
        assert "in moderation" in text.lower()


def test_the_page_chooser_is_for_those_who_may_use_the_admin(client):
    root = site_root()

    for address in ("/admin/choose-page/", f"/admin/choose-page/{root.pk}/"):
        assert client.get(address)["Location"].startswith("/admin/login/")
