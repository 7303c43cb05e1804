"""Restricted pages are there for a key with that scope, and for nobody else."""

from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from cms.caching.invalidation import invalidate
from cms.delivery.models import DeliveryKey
from cms.delivery.writing.reader import DocumentReader
from cms.maintenance.switch import Terms, switch_on
from cms.sites.models import SiteSettings
from tests.factories import ContentPageFactory, DocumentFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"
PRIVATE = "private, no-store"


@pytest.fixture(autouse=True)
def response_cache(settings, tmp_path):
    settings.ANSWER_MEMORY = 8 * 1024 * 1024
    settings.MEDIA_ROOT = tmp_path
    yield
    invalidate()  # what was cached is rolled back now


@pytest.fixture
def home():
    return site_root()


@pytest.fixture
def section(home):
    """A section for members, and a public page that links to it."""
    section = ContentPageFactory(parent=home, title="Members", slug="members", show_in_menus=True)
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    link = f'<p><a linktype="page" id="{section.pk}">For members</a></p>'
    ContentPageFactory(parent=home, title="Open", slug="open", body=[("rich_text", link)])
    return section


@pytest.fixture
def page(section):
    document = DocumentFactory(file=ContentFile(b"Minutes", name="minutes.txt"))
    return ContentPageFactory(
        parent=section,
        title="Salaries",
        slug="salaries",
        summary="Who earns what",
        show_in_menus=True,
        body=[("document", {"document": document})],
    )


def issue(**fields):
    key = DeliveryKey(name="Members' area", **fields)
    secret = key.issue()
    key.save()
    return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}


@pytest.fixture
def member(page):
    return issue(reads_restricted=True)


def addresses(page):
    return {
        "by id": f"{API}/pages/{page.pk}/",
        "by path": f"{API}/page/?path=/members/salaries/",
        "in the list": f"{API}/pages/?id={page.pk}&fields=summary",
        "below its parent": f"{API}/pages/?parent={page.get_parent().pk}&fields=summary",
        "as a child": f"{API}/pages/{page.get_parent().pk}/?expand=children",
        "in the menu": f"{API}/navigation/",
    }


ADDRESSES = (
    "by id",
    "by path",
    "in the list",
    "below its parent",
    "as a child",
    "in the menu",
)


@pytest.mark.parametrize("where", ADDRESSES)
class TestReading:
    def test_a_key_with_the_scope_reads_them(self, client, page, member, where):
        response = client.get(addresses(page)[where], **member)

        assert response.status_code == 200
        assert "Salaries" in response.content.decode()
        assert '"restricted":true' in response.content.decode()

    def test_the_response_is_in_no_cache(self, client, page, member, where):
        address = addresses(page)[where]
        response = client.get(address, **member)

        assert response["Cache-Control"] == PRIVATE
        assert "Authorization" in response["Vary"]
        assert "Surrogate-Key" not in response
        for others in ({}, issue(), issue(reads_drafts=True)):
            assert "Salaries" not in client.get(address, **others).content.decode()

    def test_a_public_response_in_the_cache_is_not_for_the_key(self, client, page, member, where):
        address = addresses(page)[where]
        assert "Salaries" not in client.get(address).content.decode()

        assert "Salaries" in client.get(address, **member).content.decode()

    def test_a_key_for_another_site_reads_the_public_ones(self, client, page, where):
        other = Site.objects.create(hostname="other.example", root_page=page.get_parent())
        response = client.get(addresses(page)[where], **issue(reads_restricted=True, site=other))

        assert "Salaries" not in response.content.decode()


def test_without_the_scope_they_are_like_pages_that_are_not(client, page):
    here = client.get(f"{API}/page/?path=/members/salaries/")
    nowhere = client.get(f"{API}/page/?path=/members/nothing/")

    assert (here.status_code, here.content) == (nowhere.status_code, nowhere.content)


def test_errors_of_such_a_key_are_in_no_cache(client, member):
    response = client.get(f"{API}/page/?path=/nothing/", **member)

    assert (response.status_code, response["Cache-Control"]) == (404, PRIVATE)


def test_a_site_of_no_name_is_named_for_such_a_key_too(client, page):
    key = issue(reads_restricted=True, site=Site.objects.get())

    assert client.get(f"{API}/pages/?site=nowhere.example", **key).status_code == 422


def test_public_pages_are_not_marked(client, page, member):
    payload = client.get(f"{API}/page/?path=/open/", **member).json()

    assert "restricted" not in payload


def test_unpublished_pages_stay_unknown(client, page, member):
    page.unpublish()

    assert client.get(f"{API}/pages/{page.pk}/", **member).status_code == 404
    assert client.get(f"{API}/pages/?id={page.pk}", **member).json()["items"] == []


def test_a_notice_stands_for_the_content(client, page, member):
    switch_on([page], Terms(message="Back soon"))

    response = client.get(f"{API}/pages/{page.pk}/", **member)
    assert response.status_code == 503
    assert "Who earns what" not in response.content.decode()
    assert response["Cache-Control"] == PRIVATE
    [item] = client.get(f"{API}/pages/?id={page.pk}&fields=summary", **member).json()["items"]
    assert (item["state"], item["restricted"]) == ("maintenance", True)
    assert "summary" not in item


def test_links_lead_there_for_the_key_only(client, page, member):
    DocumentReader().start_over()
    address = f"{API}/page/?path=/open/"
    for _ in range(2):
        assert "/members/" not in client.get(address).content.decode()
        assert "/members/" in client.get(address, **member).content.decode()


def test_files_of_a_page_are_signed(client, page, member):
    for address in (f"{API}/pages/{page.pk}/", f"{API}/pages/?id={page.pk}&fields=body"):
        payload = client.get(address, **member).json()
        [block] = (payload.get("items") or [payload])[0]["body"]
        url = urlsplit(block["value"]["document"]["url"])
        assert client.get(url.path).status_code == 404
        assert b"".join(client.get(f"{url.path}?{url.query}").streaming_content) == b"Minutes"


def test_the_scope_says_nothing_of_drafts(client, page, member):
    response = client.get(f"{API}/pages/{page.pk}/?version=draft", **member)

    assert response.status_code == 403


@pytest.mark.parametrize("route", ["search/?q=Salaries", "changes/", "redirects/"])
def test_other_routes_know_nothing_of_them(client, page, member, route):
    text = client.get(f"{API}/{route}", **member).content.decode()

    assert "/members/" not in text


def test_what_all_readers_share_is_never_read_with_them(client, page, member, home):
    """The settings of the site are cached when first read, here for a notice."""
    columns = [("column", {"title": "More", "links": [{"label": "Salaries", "page": page}]})]
    SiteSettings.objects.create(site=Site.objects.get(), footer_columns=columns)
    switch_on([page], Terms())
    invalidate()

    client.get(f"{API}/pages/{page.pk}/", **member)
    assert "/members/" not in client.get("/open/").content.decode()


def test_the_key_costs_no_query_more(client, page, member):
    public = f"{API}/page/?path=/open/"

    def queries(**headers):
        client.get(public, **headers)
        invalidate()
        with CaptureQueriesContext(connection) as context:
            client.get(public, **headers)
        return len(context)

    assert queries(**member) <= queries(**issue())
