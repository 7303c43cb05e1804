"""A page says the same with its document and without, and never what it says no longer."""

import pytest
from django.http import HttpResponse
from wagtail import hooks
from wagtail.models import Page, Site

from cms.caching.invalidation import invalidate
from cms.delivery.documents.models import PageDocument
from cms.delivery.pages import serializer
from cms.maintenance.switch import Terms, switch_on
from tests.factories import ContentPageFactory, HomePageFactory
from tests.integration.caching.tree import API, committed
from tests.integration.delivery.documents.answers import (
    answers,
    follow,
    without_documents,
)

pytestmark = pytest.mark.django_db
FORMS = ("", "?rich_text=tree", "?expand=children,siblings.children,translations,breadcrumbs")
LISTS = (
    *("pages/?fields=*&limit=100", "pages/?fields=body,seo&rich_text=tree", "pages/?fields=kind"),
    *("pages/?fields=*&sort=-title&limit=3", "pages/?expand=children&fields=topics,summary"),
    *("pages/?fields=summary&expand=siblings&fields[siblings]=seo", "pages/?fields=title"),
)


def of_pages(pages):
    by_id = [f"{API}/pages/{page.pk}/{form}" for page in pages for form in FORMS]
    paths = [page.url_path.partition("/home")[2] for page in pages]
    by_path = [
        f"{API}/page/?path={path}{more}" for path in paths for more in ("", "&expand=children")
    ]
    more = [f"{API}/page/?path={path}&on_maintenance=notice" for path in paths]
    return [*by_id, *by_path, *more, *paths, *(f"{API}/{each}" for each in LISTS)]


def test_every_type_of_page_reads_the_same(planted, cached_lookups, client):
    pages, _ = planted
    addresses = of_pages(pages)

    payloads = answers(client, addresses)
    invalidate()

    assert payloads == without_documents(client, addresses)


def test_whole_pages_that_lists_share_read_the_same(planted, cached_lookups, client):
    addresses = [f"{API}/pages/?fields=*&sort={sort}" for sort in ("path", "title", "-title")]
    payloads = answers(client, addresses)
    invalidate()

    assert payloads == without_documents(client, addresses)


def test_pages_with_documents_are_not_serialized(planted, client, monkeypatch):
    pages, _ = planted
    usual = [page.pk for page in pages if page.alias_of_id is None]
    assert {*PageDocument.objects.values_list("pk", flat=True)} == {*usual}

    def refuse(page, fields, site):
        raise AssertionError(f"{page} was serialized.")

    monkeypatch.setattr(serializer, "own_fields", refuse)
    for pk in usual:
        assert client.get(f"{API}/pages/{pk}/").status_code == 200
    ids = ",".join(map(str, usual))
    assert len(client.get(f"{API}/pages/?fields=*&id={ids}").json()["items"]) == len(usual)


def test_stored_pages_of_the_site_are_not_rendered(planted, client, monkeypatch):
    pages, _ = planted
    with_html = [page for page in pages if not page.alias_of_id and type(page).has_stored_html]
    assert len(with_html) > 5

    monkeypatch.setattr("cms.content.serving.wagtail_serve", None)
    for page in with_html:
        assert client.get(page.url).status_code == 200
    assert client.head(with_html[0].url).status_code == 200


def test_a_page_that_another_app_serves_in_its_way_is_not_read_from_its_document(planted, client):
    pages, _ = planted

    def refuse(page, request, args, kwargs):
        return HttpResponse("Refused.")

    with hooks.register_temporarily("before_serve_page", refuse):
        assert client.get(pages[1].url).content == b"Refused."


def test_pages_of_another_site_read_the_same(planted, client):
    _, loop = planted
    there = HomePageFactory(parent=Page.objects.get(depth=1), slug="other", title="Other")
    Site.objects.create(hostname="other.example", port=443, site_name="Other", root_page=there)
    page = ContentPageFactory(parent=there, slug="there", body=[("rich_text", "<p>There.</p>")])
    follow(loop)
    addresses = [
        *(f"{API}/page/?path=/there/&site=other.example", f"{API}/pages/{page.pk}/"),
        *(f"{API}/pages/?fields=*&site=other.example", f"{API}/pages/?fields=*"),
    ]

    assert answers(client, addresses) == without_documents(client, addresses)


@pytest.mark.parametrize("descendants", [False, True])
def test_a_notice_counts_at_once_though_the_reader_is_behind(
    planted, cached_lookups, client, descendants
):
    pages, _ = planted
    withheld = next(page for page in pages if page.title == "Planted OrganPage")
    words = client.get(f"{API}/pages/{withheld.pk}/").json()["official_name"]
    with committed():
        switch_on([withheld], Terms(message="Soon", with_descendants=descendants))

    payloads = answers(client, of_pages(pages))
    invalidate()

    assert payloads == without_documents(client, of_pages(pages))
    assert words not in str(payloads)


def test_a_change_that_is_not_read_yet_counts(planted, client):
    pages, loop = planted
    page = pages[1]
    with committed():
        page.summary = "Newer than its document."
        page.save_revision().publish()

    assert client.get(f"{API}/pages/{page.pk}/").json()["summary"] == page.summary
    follow(loop)
    assert client.get(f"{API}/pages/{page.pk}/").json()["summary"] == page.summary
