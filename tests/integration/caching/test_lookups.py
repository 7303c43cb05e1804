"""Small query results that are cached until a change."""

import pytest

from cms.caching.invalidation import invalidate
from cms.caching.lookups import cached_until_change
from cms.changes.models import Change, Kind

pytestmark = pytest.mark.django_db
CONTENT = Change(kind=Kind.PUBLISHED, page_id=7, content_only=True)
TITLE = Change(kind=Kind.PUBLISHED, page_id=7)


@pytest.fixture(autouse=True)
def caching_enabled(settings):
    settings.ANSWER_MEMORY = 2**20


@pytest.fixture
def calls():
    return []


@pytest.mark.parametrize(
    ("reads_content", "changes", "count"),
    [
        (True, [CONTENT], 2),
        (False, [CONTENT], 1),
        (False, [TITLE], 2),
        (False, [CONTENT, TITLE], 2),
        (False, [], 2),
    ],
)
def test_a_lookup_is_read_again_after_changes_that_it_may_show(
    calls, reads_content, changes, count
):
    lookup = cached_until_change(calls.append, reads_content=reads_content)
    lookup("key")
    invalidate(changes)
    lookup("key")

    assert len(calls) == count


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ([Change(kind=Kind.PUBLISHED, page_id=8, content_only=True)], 1),
        ([CONTENT], 2),
        ([Change(kind=Kind.PUBLISHED, page_id=8)], 2),
        ([], 2),
    ],
)
def test_a_lookup_of_content_outlives_changes_of_the_content_of_other_pages(calls, changes, count):
    lookup = cached_until_change(calls.append, content_keys=lambda value: ["page-7"])
    lookup("key")
    invalidate(changes)
    lookup("key")

    assert len(calls) == count


def test_a_lookup_of_content_that_a_change_overtakes_is_read_again(calls):
    def read(key):
        calls.append(key)
        if len(calls) == 1:
            invalidate([CONTENT])

    lookup = cached_until_change(read, content_keys=lambda value: ["page-7"])
    lookup("key")
    lookup("key")

    assert len(calls) == 2


def test_a_result_that_a_change_overtakes_is_not_cached(calls):
    def read(key):
        calls.append(key)
        invalidate([TITLE])

    lookup = cached_until_change(read, reads_content=False)
    lookup("key")
    lookup("key")

    assert len(calls) == 2
