"""An index of the pages of a test."""

from datetime import timedelta

import pytest

from cms.caching.invalidation import invalidate
from cms.changes.models import Change
from search.engines import active
from search.indexing.rebuild import rebuild
from search.service import stored_related
from search.service.ranking_reader import RankingReader
from tests.factories import ContentPageFactory, site_root


@pytest.fixture
def indexed(settings, tmp_path):
    """Give a function that builds the embedded index, and lets the reader of rankings read."""
    settings.SEARCH_INDEX_DIR = tmp_path
    active.engine.cache_clear()
    last_id = 0

    def index():
        nonlocal last_id
        rebuild(active.engine("embedded"))
        if changes := [*Change.objects.filter(pk__gt=last_id).order_by("pk")]:
            RankingReader().take(changes)
            last_id = changes[-1].pk

    yield index
    active.engine.cache_clear()
    invalidate()


@pytest.fixture
def page(db):
    """Give a function that publishes a page below the home page, or below `parent`."""

    def publish(title, summary="", **fields):
        fields.setdefault("parent", site_root())
        return ContentPageFactory(title=title, summary=summary, **fields)

    return publish


@pytest.fixture
def settled(monkeypatch):
    """Rank pages at once: the index of these tests is built before that."""
    monkeypatch.setattr(stored_related, "SETTLING", timedelta(0))
