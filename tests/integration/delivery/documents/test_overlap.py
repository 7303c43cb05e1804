"""Overlapping transactions: a document is used until a change of its page commits."""

import psycopg
import pytest
from django.db import connection, transaction
from wagtail.models import Locale, Page

from cms.changes import log
from cms.changes.models import Change, Kind
from cms.changes.reader_loop import ReaderLoop
from cms.delivery.documents.models import PageDocument
from cms.delivery.documents.reading import read_documents
from cms.delivery.writing.reader import DocumentReader
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db(transaction=True)
APPEND = f"""
INSERT INTO {Change._meta.db_table}
    ("transaction", kind, page_id, subtree, url_path, object_type, at, token)
VALUES (pg_current_xact_id()::text::bigint, %s, %s, false, '', '', now(), 7)
"""


@pytest.fixture
def elsewhere():
    """Connect to the tests' database a second time."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time.")
    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"],
        user=settings["USER"],
        dbname=settings["NAME"],
    ) as second:
        yield second
        second.rollback()


@pytest.fixture
def pages():
    with transaction.atomic():  # an earlier test of this kind has emptied the database
        Locale.objects.get_or_create(language_code="en")
        if not Page.objects.exists():
            Page.add_root(instance=Page(title="Root", slug="root"))
        root = site_root()
        return [ContentPageFactory(parent=root, slug=f"page-{number}") for number in range(2)]


def follow(loop):
    while loop.step():
        pass


def is_document_used(pages):
    """Return for each page whether its document is used when pages are read."""
    site = PageDocument.objects.get(pk=pages[0].pk).site_id
    documents = read_documents([page.pk for page in pages], site)
    return [page.pk in documents for page in pages]


def test_a_change_that_commits_late_counts_from_its_commit(pages, elsewhere):
    loop = ReaderLoop(DocumentReader())
    follow(loop)
    assert is_document_used(pages) == [True, True]

    elsewhere.execute(APPEND, [Kind.REPAIR, pages[0].pk])
    with transaction.atomic():
        log.append(Kind.REPAIR, [pages[1].pk])
    follow(loop)  # nothing, because the older transaction is open
    assert is_document_used(pages) == [True, False]

    elsewhere.commit()
    assert is_document_used(pages) == [False, False]
    follow(loop)
    assert is_document_used(pages) == [True, True]
