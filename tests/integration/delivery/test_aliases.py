"""Aliases show the content of another page and say so."""

import pytest
from wagtail.models import Locale

from tests.factories import ContentPageFactory, HomePageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"


@pytest.fixture
def source():
    return ContentPageFactory(parent=site_root(), slug="source", title="Source")


@pytest.fixture
def alias(source):
    root = site_root()
    thai = Locale.objects.get_or_create(language_code="th")[0]
    HomePageFactory(
        parent=root.get_parent(), slug="home-th", locale=thai, translation_key=root.translation_key
    )
    return source.copy_for_translation(thai, alias=True)


def test_an_alias_names_its_source_and_its_address(client, source, alias):
    payload = client.get(f"{API}/pages/{alias.pk}/").json()

    assert payload["alias_of"] == source.pk
    assert payload["seo"]["canonical_url"] == client.get(f"{API}/pages/{source.pk}/").json()["url"]


def test_an_alias_in_another_language_is_no_translation(client, source, alias):
    payload = client.get(f"{API}/pages/{source.pk}/").json()

    assert payload["alias_of"] is None
    assert payload["translations"] == []
    assert b'hreflang="th"' not in client.get("/source/").content
