"""The sitemap as data has the addresses of `/sitemap.xml`."""

import datetime
import xml.etree.ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from cms.caching.invalidation import invalidate
from cms.maintenance.switch import Terms, switch_on
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db
URL = "/api/delivery/v1/sitemap/"
LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture
def home():
    return site_root()


def items(client, query=""):
    response = client.get(URL + query)
    assert response.status_code == 200, response.content
    return response.json()["items"]


def paths(client, query=""):
    return [each["path"] for each in items(client, query)]


def test_it_has_the_addresses_of_the_file(client, home):
    thai = home.copy_for_translation(Locale.objects.create(language_code="th"))
    thai.save_revision().publish()
    ContentPageFactory(parent=thai, slug="กฎหมาย")
    ContentPageFactory(parent=home, slug="law")

    file = ET.fromstring(client.get("/sitemap.xml").content)
    listed = [each.text.partition("//")[2].partition("/")[2] for each in file.iter(LOCATION)]
    assert paths(client) == [f"/{each}" for each in listed]
    assert len(listed) == 4


def test_what_has_no_public_content_is_left_out(client, home):
    ContentPageFactory(parent=home, slug="draft", live=False)
    expired = ContentPageFactory(parent=home, slug="expired")
    Page.objects.filter(pk=expired.pk).update(expire_at=timezone.now() - datetime.timedelta(1))
    private = ContentPageFactory(parent=home, slug="private")
    ContentPageFactory(parent=private, slug="below")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    withheld = ContentPageFactory(parent=home, slug="withheld")
    switch_on([withheld], Terms())
    ContentPageFactory(parent=home, slug="law").create_alias(update_slug="alias")

    assert paths(client) == ["/", "/law/"]


def test_translations_are_alternates_of_each_other(client, home):
    for code in ("fr", "th"):
        Locale.objects.create(language_code=code)
    french = home.copy_for_translation(Locale.objects.get(language_code="fr"))
    french.save_revision().publish()
    home.copy_for_translation(Locale.objects.get(language_code="th"))  # a draft
    ContentPageFactory(parent=home, slug="law")

    languages = {each["path"]: [v["locale"] for v in each["alternates"]] for each in items(client)}
    assert languages == {"/": ["en", "fr"], "/fr/": ["en", "fr"], "/law/": []}


def test_it_has_the_last_change_and_can_be_one_language(client, home):
    french = home.copy_for_translation(Locale.objects.create(language_code="fr"))
    french.save_revision().publish()
    french.refresh_from_db()

    [item] = items(client, "?locale=fr")
    assert datetime.datetime.fromisoformat(item["last_modified"]) == french.last_published_at
    assert client.get(f"{URL}?locale=xx").status_code == 422


def test_many_pages_come_in_parts(client, home):
    for n in range(5):
        ContentPageFactory(parent=home, slug=f"page-{n}")
    listed, url = [], f"{URL}?limit=2"
    while url:
        part = client.get(url).json()
        listed += [each["path"] for each in part["items"]]
        url = part["next"]

    assert listed == paths(client)
    assert len(listed) == 6


def test_more_pages_cost_no_query_more(client, home):
    def queries():
        invalidate()
        with CaptureQueriesContext(connection) as context:
            items(client)
        return len(context)

    queries()
    few = queries()
    for n in range(5):
        ContentPageFactory(parent=home, slug=f"page-{n}")
    assert queries() <= few
