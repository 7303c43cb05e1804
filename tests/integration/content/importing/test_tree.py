"""The tree of an import: it keeps the ids of all pages, and the rows of the last ones only."""

import gc
import weakref

import pytest
from wagtail.models import Page

from cms.content.importer import tree
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_rows_in_memory_do_not_grow_with_the_pages(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(tree, "MAX_CACHED", 3)
    factories.site_root()
    pages = tree.Tree()
    rows = []
    for number in range(10):
        row = Page(pk=100 + number)
        pages.add(f"/{number}/", row)
        rows.append(weakref.ref(row))
    del row
    gc.collect()

    assert [number for number in range(10) if rows[number]()] == [7, 8, 9]
    with django_assert_num_queries(0):
        assert [pages.page_id(f"/{number}/") for number in range(10)] == [*range(100, 110)]


def test_a_page_that_is_no_longer_cached_is_read_again(monkeypatch):
    monkeypatch.setattr(tree, "MAX_CACHED", 1)
    root = factories.site_root()
    child = root.add_child(instance=Page(title="A", slug="a"))
    pages = tree.Tree()

    for _ in range(2):
        read = [pages.page("/"), pages.page("/a/")]
        assert [page and page.pk for page in read] == [root.pk, child.pk]
    assert pages.page("/b/") is None
    assert pages.page_id("/b/") is None
