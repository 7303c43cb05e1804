"""Automatic redirects lead from addresses that were public, and from no others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from cms.maintenance.register import register
from cms.maintenance.switch import Terms, switch_on
from home.models import ContentPage
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"


@pytest.fixture
def home():
    return site_root()


@pytest.fixture
def tree(home):
    """A section with a page and one below it, and another section."""
    cellar = ContentPageFactory(parent=home, title="Cellar", slug="cellar")
    vault = ContentPageFactory(parent=cellar, title="Vault", slug="vault")
    chest = ContentPageFactory(parent=vault, title="Chest", slug="chest")
    attic = ContentPageFactory(parent=home, title="Attic", slug="attic")
    return {page.slug: page for page in (cellar, vault, chest, attic)}


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def fresh(page):
    return ContentPage.objects.get(pk=page.pk)


def move(tree):
    fresh(tree["vault"]).move(fresh(tree["attic"]), pos="last-child")


def rename(tree):
    page = fresh(tree["vault"])
    page.slug = "safe"
    page.save_revision().publish()


def rename_above(tree):
    page = fresh(tree["cellar"])
    page.slug = "basement"
    page.save_revision().publish()


def redirects():
    return set(Redirect.objects.values_list("old_path", flat=True))


@pytest.fixture
def leave(request, django_capture_on_commit_callbacks):
    """Change the addresses of two pages in one of the ways that there are."""

    def commit(tree):
        with django_capture_on_commit_callbacks(execute=True):
            request.param(tree)

    return commit


LEAVE = {"moved": move, "renamed": rename, "renamed above": rename_above}
OLD = {"/cellar/vault", "/cellar/vault/chest"}
leaving = pytest.mark.parametrize("leave", LEAVE.values(), ids=LEAVE, indirect=True)


@leaving
def test_public_addresses_have_redirects(tree, leave):
    leave(tree)

    assert redirects() >= OLD


@leaving
@pytest.mark.parametrize("on", ["cellar", "vault"])
def test_restricted_addresses_have_none(client, tree, leave, on):
    restrict(tree[on])

    leave(tree)
    assert not redirects() & OLD
    for where in ("redirects/", "changes/?limit=100", "page/?path=/cellar/vault/"):
        text = client.get(f"{API}/{where}").content.decode()
        assert "/cellar/vault" not in text
    assert client.get("/cellar/vault/").status_code == 404


@leaving
def test_a_restricted_page_that_moves_with_another_has_none(tree, leave):
    restrict(tree["chest"])

    leave(tree)
    assert redirects() & OLD == {"/cellar/vault"}


def test_a_restriction_elsewhere_changes_nothing(tree, home):
    restrict(ContentPageFactory(parent=home, slug="elsewhere"))

    move(tree)
    assert redirects() == OLD


def test_a_public_page_that_becomes_restricted_keeps_its_public_address(tree):
    restrict(tree["attic"])

    move(tree)
    assert redirects() == OLD


def test_a_page_that_was_never_published_has_none(tree):
    page = ContentPageFactory(parent=tree["cellar"], slug="plan", live=False)

    page.move(fresh(tree["attic"]), pos="last-child")
    assert redirects() == set()


def test_an_unpublished_page_has_one(tree):
    fresh(tree["chest"]).unpublish()

    fresh(tree["chest"]).move(fresh(tree["attic"]), pos="last-child")
    assert redirects() == {"/cellar/vault/chest"}


@leaving
def test_pages_under_maintenance_have_them(tree, leave):
    switch_on([tree["cellar"]], Terms(with_descendants=True))

    leave(tree)
    assert redirects() >= OLD


def test_no_query_more_without_restrictions(tree):
    page = fresh(tree["vault"])
    register.snapshot()

    with CaptureQueriesContext(connection) as context:
        page.get_route_paths()
    assert len(context) == 0
