"""Changes of objects other than pages are in the log, however they are edited."""

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image, Rendition
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, Site

from cms.changes.models import Change, Kind
from cms.content.models import Topic
from cms.directory.models import MemberState, Person
from tests.factories import (
    ContentPageFactory,
    DocumentFactory,
    ImageFactory,
    MemberStateFactory,
    PersonFactory,
    site_root,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def appended():
    """Return the changes of objects since the last call, as (kind, type, id)."""
    last = 0

    def read() -> list[tuple[str, str, int | None]]:
        nonlocal last
        connection.run_on_commit.clear()  # as if it were committed: the next is another transaction
        changes = list(Change.objects.filter(pk__gt=last).order_by("pk"))
        last = changes[-1].pk if changes else last
        return [(c.kind, c.object_type, c.object_id) for c in changes if c.object_type]

    read()
    return read


@pytest.fixture
def editor():
    client = Client()
    client.force_login(User.objects.create_superuser("editor"))
    return client


@pytest.mark.parametrize(
    ("make", "kind", "object_type"),
    [
        (lambda: Redirect.objects.create(old_path="/old"), "redirect", "redirect"),
        (ImageFactory, "media", "image"),
        (DocumentFactory, "media", "document"),
        (lambda: Topic.objects.create(name="Law", slug="law"), "topic", "topic"),
        (PersonFactory, "record", "person"),
        (MemberStateFactory, "record", "memberstate"),
        (lambda: Site.objects.create(hostname="b", root_page=site_root()), "settings", "site"),
        (lambda: Locale.objects.create(language_code="th"), "settings", "locale"),
    ],
)
def test_creating_saving_and_deleting_record_the_object(make, kind, object_type, appended):
    instance = make()
    change = (kind, object_type, instance.pk)
    assert appended()[-1] == change
    instance.save()
    assert appended() == [change]
    instance.delete()
    assert change in appended()


@pytest.mark.parametrize(
    ("act", "change"),
    [
        (lambda: Image.objects.update(title="b"), ("media", "image", None)),
        (lambda: Document.objects.update(title="b"), ("media", "document", None)),
        (lambda: Redirect.objects.update(redirect_link="/b"), ("redirect", "redirect", None)),
        (
            lambda: Redirect.objects.bulk_create(
                [Redirect(old_path="/x"), Redirect(old_path="/y")]
            ),
            ("redirect", "redirect", None),
        ),
        (lambda: Topic.objects.update(description="b"), ("topic", "topic", None)),
        (lambda: Person.objects.update(title="b"), ("record", "person", None)),
        (lambda: MemberState.objects.update(name="b"), ("record", "memberstate", None)),
    ],
)
def test_bulk_operations_without_signals_are_recorded(act, change, appended):
    act()
    assert appended() == [change]


def test_deleting_a_queryset_records_each_object(appended):
    images = ImageFactory.create_batch(2)
    appended()
    Image.objects.filter(pk__in=[image.pk for image in images]).delete()

    assert {("media", "image", image.pk) for image in images} <= set(appended())


def test_the_statement_after_a_failed_one_is_recorded(appended):
    Topic.objects.create(name="Law", slug="law")
    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.create(name="Law", slug="law")
    appended()
    Topic.objects.update(description="b")

    assert appended() == [("topic", "topic", None)]


def test_the_admin_moves_many_documents_into_a_private_collection(editor, appended):
    root = Collection.get_first_root_node()
    private = root.add_child(name="Private")
    document = DocumentFactory()
    appended()
    address = reverse("wagtail_bulk_action", args=("wagtaildocs", "document", "add_to_collection"))
    editor.post(f"{address}?id={document.pk}", {"collection": private.pk})

    document.refresh_from_db()
    assert document.collection == private
    assert appended() == [("media", "document", None)]


def test_changing_the_privacy_of_a_collection_or_moving_it_is_a_change_of_media(editor, appended):
    root = Collection.get_first_root_node()
    outer, inner = (root.add_child(name=name) for name in ("A", "B"))
    appended()
    restriction = CollectionViewRestriction.objects.create(
        collection=outer, restriction_type="login"
    )
    assert appended() == [("media", "collection", outer.pk)]
    address = reverse("wagtailadmin_collections:edit", args=[inner.pk])
    editor.post(address, {"name": "B", "parent": outer.pk})
    assert Collection.objects.get(pk=inner.pk).is_descendant_of(outer)
    assert ("media", "collection", None) in appended()
    restriction.delete()
    assert appended() == [("media", "collection", outer.pk)]


def test_deleting_a_rendition_is_a_change_but_creating_one_is_not(appended):
    image = ImageFactory()
    appended()
    image.get_rendition("width-320")
    image.get_renditions("width-480", "width-640")
    assert appended() == []
    Rendition.objects.all().delete()

    assert appended() == [("media", "image", image.pk)]


def test_a_replaced_file_is_a_change(editor, appended):
    document = DocumentFactory()
    appended()
    address = reverse("wagtaildocs:edit", args=[document.pk])
    file = ContentFile(b"New", name="new.txt")
    editor.post(address, {"title": "Minutes", "file": file, "collection": document.collection_id})

    document.refresh_from_db()
    assert document.filename.startswith("new")
    assert ("media", "document", document.pk) in appended()


def test_a_redirect_made_by_a_move_is_a_change(appended):
    page, other = (ContentPageFactory(parent=site_root(), slug=slug) for slug in "ab")
    Site.clear_site_root_paths_cache()
    appended()
    page.move(other, pos="last-child")

    assert Redirect.objects.get().old_path == "/a"
    assert ("redirect", "redirect", None) in appended()


def test_a_redirect_to_a_hidden_page_is_recorded_without_its_path():
    home = site_root()
    hidden = ContentPageFactory(parent=home, live=False)
    Redirect.objects.create(old_path="/secret", redirect_page=hidden)
    Redirect.objects.create(old_path="/open", redirect_page=home)

    paths = Change.objects.filter(kind=Kind.REDIRECT).values_list("url_path", flat=True)
    assert list(paths.order_by("pk")) == ["", "/open"]


class TestNavigation:
    @pytest.fixture
    def page(self):
        return ContentPageFactory(parent=site_root(), slug="a", show_in_menus=True)

    def test_a_page_enters_and_leaves_the_menus(self, page, appended):
        change = ("navigation", "page", page.pk)
        for value in (False, True):
            page.show_in_menus = value
            page.save_revision().publish()
            assert change in appended()

    def test_a_new_title_shows_in_the_menus_and_new_text_does_not(self, page, appended):
        page.summary = "New"
        page.save_revision().publish()
        assert appended() == []
        page.title = "New"
        page.save_revision().publish()
        assert appended() == [("navigation", "page", page.pk)]

    def test_another_order_is_a_change(self, page, appended):
        ContentPageFactory(parent=page.get_parent(), slug="b")
        appended()
        page.move(page.get_parent(), pos="last-child")
        assert appended() == [("navigation", "page", page.pk)]

    def test_a_deleted_page_leaves_the_menus(self, page, appended):
        key = page.pk
        Page.objects.get(pk=key).delete()
        assert ("navigation", "page", key) in appended()
