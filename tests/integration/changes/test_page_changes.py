"""Edits of pages and records, and the changes that they append to the log."""

import warnings

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Locale, Page, PageViewRestriction, Site

from cms.changes import log
from cms.changes.models import Change
from cms.content.models import Topic
from cms.directory.models import MemberState, Person
from home.models import ContentPage, HomePage
from whatwedo.models import OrganPage, WhatWeDoPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> HomePage:
    return Page.objects.get(depth=1).add_child(instance=HomePage(title="Home", slug="start"))


@pytest.fixture
def parent(home) -> ContentPage:
    return home.add_child(instance=ContentPage(title="Parent", slug="parent"))


@pytest.fixture
def child(parent) -> ContentPage:
    return parent.add_child(instance=ContentPage(title="Child", slug="child"))


@pytest.fixture
def log_reader():
    """Return the changes of pages since the last call, as (kind, page id, subtree)."""
    last = 0

    def read() -> list[tuple[str, int | None, bool]]:
        nonlocal last
        changes = list(Change.objects.filter(pk__gt=last, object_type="").order_by("pk"))
        last = changes[-1].pk if changes else last
        return [(change.kind, change.page_id, change.subtree) for change in changes]

    read()
    return read


def test_publishing_a_new_page_then_new_content(parent, log_reader):
    log_reader()
    page = ContentPage(title="New", slug="new", live=False)
    parent.add_child(instance=page)
    assert log_reader() == []

    page.save_revision().publish()
    assert log_reader() == [("published", page.pk, True)]

    page.summary = "More"
    page.save_revision().publish()
    assert log_reader() == [("published", page.pk, False)]


def test_saving_a_draft_of_a_live_page_is_not_a_change(child, log_reader):
    log_reader()
    child.title = "Draft"
    child.save_revision()
    child.locked = True
    child.save(update_fields=["locked"], clean=False)

    assert log_reader() == []


def test_a_new_title_changes_the_breadcrumb_of_pages_below(parent, log_reader):
    log_reader()
    parent.title = "Renamed"
    parent.save_revision().publish()

    assert log_reader() == [("published", parent.pk, True)]


def test_unpublishing_records_the_former_path(parent, log_reader):
    log_reader()
    parent.unpublish()

    assert log_reader() == [("unpublished", parent.pk, True)]
    assert Change.objects.last().url_path == "/start/parent/"


def test_a_move_and_a_new_slug_include_the_pages_below(home, parent, child, log_reader):
    other = home.add_child(instance=ContentPage(title="Other", slug="other"))
    log_reader()
    Page.objects.get(pk=parent.pk).move(other, pos="last-child")
    assert log_reader() == [("moved", parent.pk, True)]
    assert Change.objects.last().url_path == "/start/parent/"

    other = ContentPage.objects.get(pk=other.pk)
    other.slug = "another"
    other.save_revision().publish()
    assert log_reader() == [("moved", other.pk, True)]


def test_a_deletion_records_every_deleted_page(parent, child, log_reader):
    log_reader()
    Page.objects.get(pk=parent.pk).delete()

    assert sorted(log_reader()) == [("deleted", parent.pk, False), ("deleted", child.pk, False)]


def test_deleting_a_draft_is_not_a_change(parent, log_reader):
    draft = parent.add_child(instance=ContentPage(title="D", slug="d", live=False))
    log_reader()
    Page.objects.get(pk=draft.pk).delete()

    assert log_reader() == []


def test_adding_and_removing_a_restriction_is_a_change(parent, log_reader):
    log_reader()
    restriction = PageViewRestriction.objects.create(page=parent, restriction_type="login")
    restriction.delete()

    assert log_reader() == [("restricted", parent.pk, True)] * 2


def test_an_alias_follows_its_source(home, child, log_reader):
    log_reader()
    alias = child.create_alias(parent=home, update_slug="alias")
    assert ("published", alias.pk, False) in log_reader()

    child.summary = "New"
    child.save_revision().publish()
    assert {page for _, page, _ in log_reader()} == {child.pk, alias.pk}


def test_a_translation_is_recorded_when_it_is_published(home, parent, log_reader):
    indonesian = Locale.objects.create(language_code="id")
    home.copy_for_translation(indonesian)
    translation = parent.copy_for_translation(indonesian)
    log_reader()
    translation.save_revision().publish()

    assert log_reader() == [("published", translation.pk, True)]


def test_a_site_and_a_locale_change_the_addresses_below(home, log_reader):
    site = Site.objects.get()
    log_reader()
    site.root_page = home
    site.save()
    assert log_reader() == [("moved", home.pk, True)]


def test_pages_follow_the_records_they_show(home, child, log_reader):
    state = MemberState.objects.create(name="Thailand", iso_code="TH")
    person = Person.objects.create(name="Somchai", country=state)
    document = Document.objects.create(title="Charter", file=ContentFile(b"x", "charter.txt"))
    topic = Topic.objects.create(name="Peace", slug="peace")
    organs = home.add_child(
        instance=WhatWeDoPage(
            title="What we do",
            slug="what",
            introduction=f'<p><a linktype="document" id="{document.pk}">Charter</a></p>',
        )
    )
    organ = organs.add_child(instance=OrganPage(title="Organ", slug="organ", head=person))
    child.topics = [topic]
    child.save_revision().publish()
    log_reader()

    for record, page in ((person, organ), (state, organ), (document, organs), (topic, child)):
        record.save()
        assert log_reader() == [("updated", page.pk, False)], record

    document.delete()
    assert log_reader() == [("updated", organs.pk, False)]


@pytest.mark.django_db(transaction=True)
class TestEveryAppendIsInsideATransaction:
    """Requests and page methods outside the transaction that wraps other tests."""

    @pytest.fixture(autouse=True)
    def _strict(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error", log.OutsideTransaction)
            yield

    @pytest.fixture
    def tree(self):
        Locale.objects.get_or_create(language_code="en")
        root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
        home = root.add_child(instance=HomePage(title="Home", slug="start"))
        return home.add_child(instance=ContentPage(title="Parent", slug="parent"))

    @pytest.fixture
    def editor(self, client):
        client.force_login(User.objects.create_superuser("editor"))
        return client

    def test_page_methods(self, tree):
        tree.save_revision().publish()
        tree.refresh_from_db()
        tree.unpublish()
        tree.delete()

        assert Change.objects.filter(page_id=tree.pk, kind="deleted").exists()

    def test_admin_views(self, editor, tree):
        page = tree.add_child(instance=ContentPage(title="Page", slug="page"))
        page.save_revision().publish()
        views = [
            ("wagtailadmin_pages:unpublish", {}, "unpublished"),
            ("wagtailadmin_pages:set_privacy", {"restriction_type": "login"}, "restricted"),
            ("wagtailadmin_pages:delete", {}, "deleted"),
        ]
        for name, data, kind in views:
            editor.post(reverse(name, args=[page.pk]), data)
            assert Change.objects.filter(page_id=page.pk, kind=kind).exists(), name

    def test_a_failed_request_leaves_nothing(self, editor, tree, monkeypatch):
        before = Change.objects.count()
        monkeypatch.setattr("wagtail.admin.views.generic.models.messages", None)
        editor.raise_request_exception = False

        response = editor.post(reverse("wagtailadmin_pages:unpublish", args=[tree.pk]))

        assert response.status_code == 500
        assert Change.objects.count() == before
        assert Page.objects.get(pk=tree.pk).live
