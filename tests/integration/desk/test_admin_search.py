"""The index of the admin's search, when an object is saved; also run on PostgreSQL."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.search.backends import get_search_backend
from wagtail.search.index import SearchField
from wagtail.search.models import IndexEntry

from home.models import ContentPage
from tests.factories import ContentPageFactory, site_root

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("admin_search")]
TITLES = ["Charter", "The charter of the organisation", "Rules of procedure of the assembly"]

on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has Wagtail's own index"
)


@pytest.fixture
def pages():
    return [ContentPageFactory(parent=site_root(), title=title) for title in TITLES]


def test_a_page_is_found_by_the_title_that_was_saved_last(pages):
    pages[0].title = "Statute"
    pages[0].save()

    backend = get_search_backend()
    assert [*backend.search("statute", ContentPage.objects.all())] == [pages[0]]
    assert [*backend.search("procedure", ContentPage.objects.all())] == [pages[2]]


@on_postgresql
def test_saving_a_page_reads_no_entry_of_another_but_a_sample(pages):
    with CaptureQueriesContext(connection) as queries:
        pages[0].save()

    table = IndexEntry._meta.db_table
    statements = [each["sql"] for each in queries if table in each["sql"]]
    assert statements
    assert [each for each in statements if "object_id" not in each and "LIMIT" not in each] == []


@on_postgresql
def test_each_text_of_a_page_is_read_once(pages, monkeypatch):
    read = []
    get_value = SearchField.get_value
    monkeypatch.setattr(
        SearchField,
        "get_value",
        lambda self, page: read.append(self.field_name) or get_value(self, page),
    )

    get_search_backend().add(pages[0])

    assert "body" in read
    assert len(read) == len(set(read))


@on_postgresql
def test_title_norms_of_written_entries_are_those_of_a_whole_index(pages):
    entries = IndexEntry.objects.filter(object_id__in=[str(page.pk) for page in pages])
    for page in pages:  # the average includes all of them now
        page.save()
    written = dict(entries.values_list("object_id", "title_norm"))

    get_search_backend().get_index_for_model(ContentPage)._refresh_title_norms(full=True)

    whole = dict(entries.values_list("object_id", "title_norm"))
    assert written == pytest.approx(whole)
    assert len(set(whole.values())) == len(TITLES)
