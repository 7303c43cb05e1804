"""The statements on the way to a page, and how the database answers them: by its indexes."""

from contextlib import contextmanager

import pytest
from django.db import connection

from cms.changes.reading import Reading
from cms.delivery.writing.reader import DocumentReader
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"
TABLES = ("wagtailcore_page", "delivery_pagedocument", "changes_change")


@pytest.fixture
def page():
    section = ContentPageFactory(parent=site_root(), title="Section", slug="section")
    pages = [ContentPageFactory(parent=section, title=f"Page {n}") for n in range(5)]
    link = f'<p><a linktype="page" id="{pages[0].pk}">it</a></p>'
    page = ContentPageFactory(parent=section, slug="page", body=[("rich_text", link)])
    reading = Reading(DocumentReader())
    while reading.step():
        pass
    return page


@contextmanager
def statements():
    """Collect the statements by hand that are executed inside, with their values."""
    found = []

    def collect(execute, sql, params, many, context):
        if any(f"FROM {table}" in sql for table in TABLES):
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
    with statements() as found:
        assert client.get(f"{API}/{address.format(pk=page.pk)}").status_code == 200
    assert len(found) >= 3
    for sql, params in found:
        whole = [each for each in scans(sql, params) if any(name in each for name in TABLES)]
        assert not whole, f"{sql}\n{whole}"
