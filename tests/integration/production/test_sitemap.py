"""The sitemap lists what is public in every language, in parts where there is much."""

import datetime
import xml.etree.ElementTree as ET

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from cms import sitemap
from cms.content.page import BasePage
from cms.maintenance.switch import Terms, switch_on
from home.models import ContentPage
from tests.factories import ContentPageFactory, WhatWeDoPageFactory, site_root

pytestmark = pytest.mark.django_db
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(client, path="/sitemap.xml"):
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    return [each.text for each in ET.fromstring(answer.content).iter(f"{NAMESPACE}loc")]


def paths(client, path="/sitemap.xml"):
    return [each.partition("//")[2].partition("/")[2] for each in locations(client, path)]


def test_withheld_pages_are_left_out(client):
    page = WhatWeDoPageFactory(parent=site_root())
    assert "what-we-do/" in paths(client)

    switch_on([page], Terms())

    assert "what-we-do/" not in paths(client)


def test_drafts_expired_and_restricted_pages_are_left_out(client):
    root = site_root()
    ContentPageFactory(parent=root, slug="draft", live=False)
    expired = ContentPageFactory(parent=root, slug="expired")
    Page.objects.filter(pk=expired.pk).update(expire_at=timezone.now() - datetime.timedelta(1))
    private = ContentPageFactory(parent=root, slug="private")
    ContentPageFactory(parent=private, slug="below")
    group = PageViewRestriction.objects.create(page=private, restriction_type="groups")
    group.groups.add(Group.objects.create(name="Members"))

    assert paths(client) == [""]


def test_each_language_has_its_addresses_percent_encoded(client):
    root = site_root()
    thai = root.copy_for_translation(Locale.objects.create(language_code="th"))
    thai.save_revision().publish()
    ContentPageFactory(parent=thai, slug="กฎหมาย")

    assert paths(client) == [
        "",
        "th/",
        "th/%E0%B8%81%E0%B8%8E%E0%B8%AB%E0%B8%A1%E0%B8%B2%E0%B8%A2/",
    ]


def test_many_pages_are_an_index_of_parts_with_the_date_of_each(client, monkeypatch):
    monkeypatch.setattr(sitemap, "PART_SIZE", 2)
    root = site_root()
    pages = [ContentPageFactory(parent=root, slug=f"page-{number}") for number in range(5)]
    Page.objects.filter(pk=pages[-1].pk).update(
        last_published_at=datetime.datetime(2001, 2, 3, tzinfo=datetime.UTC)
    )

    index = client.get("/sitemap.xml").content.decode()
    parts = [part.rpartition("/")[2] for part in locations(client)]
    listed = [path for part in parts for path in paths(client, f"/{part}")]

    assert len(parts) >= 3
    assert all(len(paths(client, f"/{part}")) <= 2 for part in parts)
    assert sorted(listed) == sorted(["", *(f"{page.slug}/" for page in pages)])
    assert pages[-1].pk // 2 == pages[-2].pk // 2 or "2001-02-03" in index


def test_a_part_without_pages_is_not_found(client):
    site_root()

    assert client.get("/sitemap-99.xml").status_code == 404


def test_a_page_type_may_list_further_addresses(client, monkeypatch):
    page = ContentPageFactory(parent=site_root(), slug="events")

    def with_years(self, request=None):
        entries = super(ContentPage, self).get_sitemap_urls(request)
        return [*entries, {"location": entries[0]["location"] + "2026/"}]

    monkeypatch.setattr(ContentPage, "get_sitemap_urls", with_years, raising=False)
    sitemap._types_with_own_entries.cache_clear()
    try:
        assert paths(client)[-2:] == ["events/", "events/2026/"]
        switch_on([page], Terms())
        assert paths(client) == [""]
    finally:
        sitemap._types_with_own_entries.cache_clear()


def test_it_costs_as_many_queries_for_many_pages_as_for_few(client, django_assert_max_num_queries):
    root = site_root()
    client.get("/sitemap.xml")
    for number in range(20):
        ContentPageFactory(parent=root, slug=f"page-{number}")
    client.get("/sitemap.xml")

    with django_assert_max_num_queries(7):
        assert len(paths(client)) == 21


def test_every_page_type_of_the_product_is_listed_by_its_columns():
    assert ContentPage.get_sitemap_urls is BasePage.get_sitemap_urls
