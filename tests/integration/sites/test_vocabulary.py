"""The organisation's words for its members, their offices and their representatives."""

import pytest
from django.utils.translation import override
from wagtail.admin.menu import admin_menu
from wagtail.models import Site

from cms.sites.models import SiteSettings
from tests.factories import (
    MemberStateFactory,
    OrganPageFactory,
    PersonFactory,
    WhatWeDoPageFactory,
    site_root,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    MemberStateFactory(
        representative=PersonFactory(name="Ana Example"), office_url="https://a.test"
    )
    return OrganPageFactory(
        parent=WhatWeDoPageFactory(parent=site_root()), title="A", kind="committee"
    )


def configure(language="", **values):
    site = Site.objects.get(is_default_site=True)
    return SiteSettings.objects.create(site=site, language=language, **values)


def labels():
    return [str(each.label) for each in admin_menu.registered_menu_items]


def test_without_settings_the_words_are_general(client, page):
    text = client.get(page.url).content.decode()

    assert '<h2 id="members">Members</h2>' in text
    assert "Representative" in text
    assert "Members" in labels()


def test_the_words_of_the_settings_stand_on_pages_in_the_admin_and_in_the_api(client, page):
    configure(members_word="National Societies", representative_word="Delegate")

    text = client.get(page.url).content.decode()

    assert '<h2 id="members">National Societies</h2>' in text
    assert "Delegate" in text
    assert "National Societies" in labels()
    [site] = client.get("/api/delivery/v1/sites/").json()["items"]
    assert site["settings"][0]["vocabulary"] == {
        "members": "National Societies",
        "office": "Office",
        "representative": "Delegate",
    }


def test_a_language_has_words_with_a_fallback(page):
    configure(members_word="National Societies", office_word="Headquarters")
    configure("fr", members_word="Sociétés nationales")

    with override("fr"):
        assert "Sociétés nationales" in labels()
    with override("ar"):
        assert "National Societies" in labels()


def test_words_that_no_setting_gives_follow_the_interface(page):
    with override("fr"):
        assert "Membres" in labels()
