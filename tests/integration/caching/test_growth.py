"""The cost of a page does not grow with the number of pages beside it."""

import pytest
from django.db import connection
from wagtail.models import Page

from cms.caching.cache_keys import invalidated_keys
from cms.changes.models import Change, Kind
from cms.delivery.pages.neighbours import KINDS, neighbours_of
from tests.factories import ContentPageFactory, site_root

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite counts its instructions."),
]
EACH = 10  # instructions of SQLite's virtual machine for one call of the handler


def instructions(function, *arguments):
    """Return how many instructions SQLite runs for a call, in units of `EACH`."""
    counted = 0

    def count():
        nonlocal counted
        counted += 1

    connection.connection.set_progress_handler(count, EACH)
    try:
        function(*arguments)
    finally:
        connection.connection.set_progress_handler(None, 0)
    return counted


def add_siblings(page, numbers):
    """Add live pages beside one, at these positions of the tree."""
    parent = page.path[: -page.steplen]
    Page.objects.bulk_create(
        Page(
            title=f"S{number}",
            slug=f"s{number}",
            url_path=f"/s{number}/",
            path=Page._get_path(parent, page.depth, number),
            depth=page.depth,
            locale=page.locale,
            content_type=page.content_type,
        )
        for number in numbers
    )


@pytest.fixture
def middle():
    """A page in the middle of its siblings."""
    parent = ContentPageFactory(parent=site_root(), title="Parent")
    page = ContentPageFactory(parent=parent, title="Middle")
    Page.objects.filter(pk=page.pk).update(path=Page._get_path(parent.path, page.depth, 5_000))
    page = Page.objects.get(pk=page.pk)
    add_siblings(page, [*range(4_900, 5_000), *range(5_001, 5_100)])
    return page


def test_the_pages_around_one_cost_as_much_beside_many(middle):
    few = instructions(neighbours_of, [middle], KINDS)

    add_siblings(middle, [*range(3_000, 4_900), *range(5_100, 7_000)])

    assert instructions(neighbours_of, [middle], KINDS) < 1.5 * few


def test_the_keys_that_a_change_touches_cost_as_much_beside_many(middle):
    change = Change(kind=Kind.PUBLISHED, page_id=middle.pk)
    few = instructions(invalidated_keys, [change])

    add_siblings(middle, [*range(3_000, 4_900), *range(5_100, 7_000)])

    assert instructions(invalidated_keys, [change]) < 1.5 * few
