"""The statements on the way to a page, and how the database answers them: by its indexes."""

from contextlib import contextmanager

import pytest
from django.db import connection
from wagtail.contrib.redirects.models import Redirect

from cms.changes.reader_loop import ReaderLoop
from cms.delivery.writing.reader import DocumentReader
from tests.factories import ContentPageFactory, DocumentFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"
TABLES = (
    "wagtailcore_page",
    "delivery_pagedocument",
    "changes_change",
    "wagtailredirects_redirect",
    "wagtaildocs_document",
)


@pytest.fixture
def page():
    section = ContentPageFactory(parent=site_root(), title="Section", slug="section")
    pages = [ContentPageFactory(parent=section, title=f"Page {n}") for n in range(5)]
    link = f'<p><a linktype="page" id="{pages[0].pk}">it</a></p>'
    page = ContentPageFactory(parent=section, slug="page", body=[("rich_text", link)])
    loop = ReaderLoop(DocumentReader())
    while loop.step():
        pass
    return page


@contextmanager
def statements():
    """Collect the statements on `TABLES` that are executed inside, with their values."""
    found = []

    def collect(execute, sql, params, many, context):
        if any(f"FROM {quote}{table}{quote}" in sql for table in TABLES for quote in ('"', "")):
            found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(collect):
        yield found


def scans(sql, params):
    """Return the lines of a plan that read a whole table; of tables that grow with the pages."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            lines = [row[3] for row in cursor.fetchall()]
            return [each for each in lines if each.startswith("SCAN") and "INDEX" not in each]
        # On so few rows the database would rather read them all; now only where it must.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        lines = [row[0] for row in cursor.fetchall()]
        return [each for each in lines if "Seq Scan" in each]


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


def test_no_document_is_looked_up_in_the_whole_table(client):
    site_root()

    assert read_whole(client, DocumentFactory().url) == []


def test_the_explorer_reads_no_whole_table(page, admin_client):
    assert read_whole(admin_client, f"/admin/pages/{page.get_parent().pk}/") == []


def read_whole(client, address):
    """Return the tables that the statements of one request read as a whole, with their plans."""
    with statements() as found:
        assert client.get(address).status_code == 200
    assert found
    return [
        (sql, line)
        for sql, params in found
        for line in scans(sql, params)
        if any(name in line for name in TABLES)
    ]
