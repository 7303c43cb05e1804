"""The roles: made once, least rights, and a page's way from its writer to the public."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page, Workflow

from cms.content.demo.users import load_users
from cms.sites.workflow import create_workflow
from home.models import ContentPage
from tests.factories import ContentPageFactory, PersonFactory, UserFactory, site_root

pytestmark = pytest.mark.django_db

ROLES = ["Editor", "Reviewer", "Publisher", "Search editor", "Administrator"]
migration = import_module("cms.desk.migrations.0001_roles")


def user(role):
    account = UserFactory()
    account.groups.add(Group.objects.get(name=role))
    return account


@pytest.fixture
def as_role(client):
    def log_in(role):
        client.force_login(user(role))
        return client

    return log_in


def rights():
    return {
        group.name: (
            set(group.permissions.values_list("content_type__app_label", "codename")),
            set(group.page_permissions.values_list("permission__codename", "page__depth")),
        )
        for group in Group.objects.all()
    }


def test_the_roles_are_all_there_is():
    assert set(rights()) == set(ROLES)


def test_the_migration_is_reversible():
    migration.unmake(apps, None)
    assert set(rights()) == {"Editors", "Moderators"}
    migration.make(apps, None)
    before = rights()
    migration.unmake(apps, None)
    migration.make(apps, None)

    assert rights() == before


def test_rights_that_later_migrations_give_are_taken_back():
    later = import_module("search.migrations.0002_roles").Migration.operations[0]
    granted = rights()["Search editor"]
    later.reverse_code(apps, None)
    assert rights()["Search editor"] != granted
    later.code(apps, None)

    assert rights()["Search editor"] == granted


def test_who_was_in_wagtails_groups_stays_in_the_role():
    migration.unmake(apps, None)
    member = UserFactory()
    member.groups.add(Group.objects.get(name="Moderators"))
    migration.make(apps, None)

    assert [group.name for group in member.groups.all()] == ["Publisher"]


MAY = {  # page rights, and what opens in the admin
    "Editor": ({"add", "edit"}, {"directory/person"}),
    "Reviewer": ({"edit"}, set()),
    "Publisher": (
        {"add", "edit", "publish", "lock"},
        {"directory/person", "maintenance/maintenance", "redirects"},
    ),
    "Search editor": (set(), set()),
    "Administrator": (
        {"add", "edit", "publish", "lock"},
        {"directory/person", "maintenance/maintenance", "redirects", "users", "workflows/list"},
    ),
}
SCREENS = {"directory/person", "maintenance/maintenance", "redirects", "users", "workflows/list"}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_its_own_and_no_more(as_role, role):
    page = ContentPageFactory(parent=site_root())
    client = as_role(role)
    tester = page.permissions_for_user(user(role))
    pages = {
        name
        for name, allowed in {
            "add": tester.can_add_subpage(),
            "edit": tester.can_edit(),
            "publish": tester.can_publish(),
            "lock": tester.can_lock(),
        }.items()
        if allowed
    }
    screens = {path for path in SCREENS if client.get(f"/admin/{path}/").status_code == 200}

    assert (pages, screens) == MAY[role]
    assert client.get("/admin/").status_code == 200


def test_an_editor_does_not_delete_people(as_role):
    person = PersonFactory()

    as_role("Editor").post(f"/admin/directory/person/delete/{person.pk}/")

    person.refresh_from_db()


def test_a_page_goes_from_its_writer_over_review_to_the_public():
    create_workflow()
    home = site_root()
    page = home.add_child(instance=ContentPage(title="A draft", live=False))
    page.save_revision()
    writer, reviewer, publisher = user("Editor"), user("Reviewer"), user("Publisher")

    state = Workflow.objects.get(name="Review and publish").start(page, writer)
    review = state.current_task_state
    assert review.task.specific.user_can_access_editor(page, reviewer)
    assert not review.task.specific.get_actions(page, writer)
    review.specific.approve(user=reviewer)
    state.refresh_from_db()
    publish = state.current_task_state
    assert publish.task.name == "Publish"
    assert not publish.task.specific.get_actions(page, reviewer)
    assert not Page.objects.get(pk=page.pk).live
    publish.specific.approve(user=publisher)

    assert Page.objects.get(pk=page.pk).live


def test_an_editor_submits_and_cannot_publish(as_role):
    create_workflow()
    page = ContentPageFactory(parent=site_root())

    editor_view = as_role("Editor").get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    assert "Submit to Review and publish" in editor_view.content.decode()
    assert "action-publish" not in editor_view.content.decode()


def test_the_demo_has_a_user_of_each_role():
    names, password = load_users(None)

    assert set(names) == {"admin", *(role.lower().replace(" ", "-") for role in ROLES)}
    assert len(password) >= 12
    assert load_users(None) == ([], None)


def test_a_workflow_of_ones_own_stays():
    create_workflow()
    create_workflow()

    assert Workflow.objects.filter(name="Review and publish").count() == 1
