"""The section “Related pages” at the foot of a page."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override

from cms.caching import response_cache
from cms.content.serving import MAX_AGE
from cms.maintenance.switch import Terms, switch_on
from home.models import ContentPage
from search.page.related import related_links
from search.service.stored_related import rank_due_pages
from tests.factories import site_root

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("settled")]
FISHING = "Boats, nets and quotas of fishing in coastal waters."


@pytest.fixture
def fishing(page, settings):
    settings.ANSWER_MEMORY = 2**20
    boats = page("Fishing boats", FISHING)
    page("Fishing quotas", "Quotas of fishing in coastal waters, for boats and nets.")
    page("Opera houses", "Where singers and orchestras perform in the evening.")
    return boats


def forget(monkeypatch):
    """Serve pages from an empty cache."""
    monkeypatch.setattr("cms.content.serving.responses", response_cache.ResponseCache())


def section(path="/fishing-boats/"):
    """Return the links of the section: address and title."""
    body = Client().get(path).content.decode()
    navigation = re.search(r'<nav class="related".*?</nav>', body, re.DOTALL)
    return re.findall(r'<a href="(.*?)">(.*?)</a>', navigation[0]) if navigation else []


def test_a_page_links_to_related_ones(fishing, indexed):
    indexed()

    assert section() == [("/fishing-quotas/", "Fishing quotas")]


def test_without_related_pages_there_is_no_section(fishing, indexed):
    indexed()

    assert section("/opera-houses/") == []


def test_without_an_index_there_is_no_section(fishing, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "empty"

    assert section() == []


def test_a_related_page_that_is_withheld_leaves_at_once(
    fishing, indexed, django_capture_on_commit_callbacks
):
    indexed()
    assert section()

    with django_capture_on_commit_callbacks(execute=True):
        switch_on([site_root().get_children().get(title="Fishing quotas").specific], Terms())

    assert section() == []


def test_a_new_title_shows_at_once(fishing, indexed, django_capture_on_commit_callbacks):
    indexed()
    assert section()
    related = site_root().get_children().get(title="Fishing quotas").specific
    related.title = "Quotas"

    with django_capture_on_commit_callbacks(execute=True):
        related.save_revision().publish()

    assert section() == [("/fishing-quotas/", "Quotas")]


def test_a_page_that_was_never_saved_has_none(rf):
    assert related_links(ContentPage(title="New"), rf.get("/")) == ()


def test_a_notice_has_no_section(fishing, indexed, django_capture_on_commit_callbacks):
    indexed()
    with django_capture_on_commit_callbacks(execute=True):
        switch_on([fishing], Terms())

    assert section() == []


def test_a_page_that_becomes_related_follows(fishing, page, indexed, monkeypatch):
    indexed()
    rank_due_pages()
    assert len(section()) == 1
    page("Nets of fishing boats", FISHING)
    indexed()
    rank_due_pages()
    rank_due_pages()

    later = response_cache.time.time() + MAX_AGE
    monkeypatch.setattr(response_cache.time, "time", lambda: later)

    assert len(section()) == 2


def test_a_ranked_page_takes_two_queries_and_no_search(fishing, indexed, settings, monkeypatch):
    indexed()
    rank_due_pages()
    section()
    forget(monkeypatch)
    monkeypatch.setattr("search.engines.active.answer", None)

    with CaptureQueriesContext(connection) as with_section:
        assert section()
    settings.RELATED_PAGES = "tests.integration.search.related.test_on_pages.none"
    forget(monkeypatch)
    with CaptureQueriesContext(connection) as without:
        section()

    assert len(with_section) == len(without) + 2


def none(page, request):
    return ()


def test_the_heading_is_in_the_language_of_the_page():
    with override("fr"):
        assert gettext("Related pages") == "Pages liées"
