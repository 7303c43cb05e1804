"""Drafts keep what stands around them, and say where moved pages are."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from cms.delivery import preview
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"


def test_a_draft_below_a_draft_has_it_in_its_breadcrumb(client, bearer):
    above = ContentPageFactory(parent=site_root(), title="Above", live=False)
    page = ContentPageFactory(parent=above, live=False)

    by_token = client.get(f"{API}/preview/{preview.store_draft(page)}/").json()
    by_key = client.get(f"{API}/pages/{page.pk}/?version=draft", **bearer).json()

    for payload in (by_token, by_key):
        assert [crumb["title"] for crumb in payload["breadcrumbs"]] == ["Home", "Above"]


def test_the_public_does_not_see_the_draft_above(client):
    above = ContentPageFactory(parent=site_root(), title="Above", live=False)
    page = ContentPageFactory(parent=above)

    payload = client.get(f"{API}/pages/{page.pk}/").json()
    assert [crumb["title"] for crumb in payload["breadcrumbs"]] == ["Home"]


def test_a_draft_at_a_moved_path_is_a_redirect(client, bearer):
    page = ContentPageFactory(parent=site_root(), slug="new")
    Redirect.add_redirect("/old", page)

    payload = client.get(f"{API}/page/?path=/old/&version=draft", **bearer).json()
    assert payload == {"state": "redirect", "location": "/new/", "permanent": True}
