"""The statements on the way to a page, and how the database answers them: by its indexes."""

import pytest
from django.db import connection
from wagtail.contrib.redirects.models import Redirect

from cms.changes.reader_loop import ReaderLoop
from cms.delivery.writing.reader import DocumentReader
from home.models import ContentPage
from tests.factories import ContentPageFactory, DocumentFactory, site_root
from tests.integration.delivery.documents.answers import follow
from tests.integration.delivery.documents.conftest import own_changes_final
from tests.plans import plan, statements, whole_reads

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"
TABLES = (
    "wagtailcore_page",
    "delivery_pagedocument",
    "changes_change",
    "wagtailredirects_redirect",
    "wagtaildocs_document",
)


@pytest.fixture(scope="module")
def page_id(module_transaction):
    section = ContentPageFactory(parent=site_root(), title="Section", slug="section")
    pages = [ContentPageFactory(parent=section, title=f"Page {n}") for n in range(5)]
    link = f'<p><a linktype="page" id="{pages[0].pk}">it</a></p>'
    page = ContentPageFactory(parent=section, slug="page", body=[("rich_text", link)])
    with own_changes_final():
        follow(ReaderLoop(DocumentReader()))
    return page.pk


@pytest.fixture
def page(page_id, db):
    return ContentPage.objects.get(pk=page_id)


@pytest.mark.parametrize(
    "address", ["page/?path=/section/page/", "pages/{pk}/", "pages/{pk}/?expand=siblings"]
)
def test_no_statement_reads_a_whole_table(page, client, address):
    assert read_whole(client, f"{API}/{address.format(pk=page.pk)}") == []


@pytest.mark.parametrize(
    "address",
    [
        "pages/?type=home.ContentPage",
        "pages/?parent={parent}",
        "pages/?ancestor={parent}&sort=title",
        "pages/?sort=-date",
        "changes/",
        "changes/?cursor={cursor}",
        "redirects/",
        "redirects/?path=/old/",
    ],
)
def test_no_list_reads_a_whole_table(page, client, address):
    cursor = client.get(f"{API}/changes/?limit=1").json()["cursor"]
    Redirect.add_redirect("/old/", redirect_to=page)
    address = address.format(parent=page.get_parent().pk, cursor=cursor)

    assert read_whole(client, f"{API}/{address}") == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL decides by statistics.")
@pytest.mark.parametrize("query", ["", "?sort=-path", "?limit=2"])
def test_a_list_in_the_order_of_paths_is_read_without_sorting(page, client, query):
    with statements(["wagtailcore_page"]) as executed:
        assert client.get(f"{API}/pages/{query}").status_code == 200

    [(sql, params)] = [each for each in executed if "LIMIT" in each[0]]
    assert [line for line in plan(sql, params) if "ORDER BY" in line] == []


def test_no_document_is_looked_up_in_the_whole_table(client):
    site_root()

    assert read_whole(client, DocumentFactory().url) == []


def test_the_explorer_reads_no_whole_table(page, admin_client):
    assert read_whole(admin_client, f"/admin/pages/{page.get_parent().pk}/") == []


def read_whole(client, address):
    """Return the statements of one request that read tables as a whole, with their plans."""
    with statements(TABLES) as executed:
        assert client.get(address).status_code == 200
    assert executed
    return whole_reads(executed, TABLES)
