"""A change drops the responses that it touches: all of these, and few others."""

import re
from difflib import unified_diff
from functools import cache

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.models import Site

from cms.caching.cached_only import NotCachedError, cached_only
from cms.caching.invalidation import invalidate
from cms.caching.response_cache import responses
from cms.changes.reader_loop import ReaderLoop
from cms.delivery.writing.reader import DocumentReader
from cms.maintenance.switch import Terms, switch_on
from cms.sites.models import SiteSettings
from search.engines import active
from search.http.answer_cache import cached_answers
from search.page import related
from tests.integration.caching.tree import (
    ACTS,
    API,
    TARGETS,
    Tree,
    committed,
    edit,
    perform,
    rename,
)

pytestmark = pytest.mark.django_db
VOLATILE = re.compile(
    r'"took_ms":[\d.]+|data-opened="[^"]*"|"score":[\d.]+|cursor=[^"&]*', re.ASCII
)


@pytest.fixture
def caching_enabled(settings, tmp_path, monkeypatch):
    # Related pages follow the index, not changes: each page is ranked once.
    monkeypatch.setattr(related, "ranked", cache(related.ranked))
    settings.ANSWER_MEMORY = 2**25
    settings.SEARCH_INDEX_DIR = tmp_path
    settings.RATE_LIMIT = False
    settings.SEARCH_LOG = False
    active.engine.cache_clear()
    invalidate()
    yield
    active.engine.cache_clear()
    invalidate()


def answers(client, addresses):
    responses = {}
    for address in addresses:
        response = client.get(address)
        body = b"".join(response) if response.streaming else response.content
        responses[address] = (response.status_code, VOLATILE.sub("", body.decode()))
    return responses


def lines(body, address):
    """Return the parts of a body; those of searches sorted, since equal scores have no order."""
    parts = re.split(r"\n|(?<=[,{}])", body)
    return sorted(parts) if "search" in address else parts


def addresses_of(tree):
    return [*tree.addresses(), *(f"{API}/pages/{page.pk}/" for page in tree.pages)]


def follow(tree):
    """Let the readers of the index and of the documents take all changes."""
    tree.follow()
    documents = ReaderLoop(DocumentReader())
    while documents.step():
        pass


def fresh_is_cached(tree, client, where):
    cached = answers(client, addresses_of(tree))
    invalidate()
    fresh = answers(client, addresses_of(tree))
    for address, (status, body) in fresh.items():
        old_status, old_body = cached[address]
        assert old_status == status, f"{where}: {address}"
        before, after = lines(old_body, address), lines(body, address)
        difference = "\n".join(unified_diff(before, after, n=0))
        assert not difference, f"{where}: {address}\n{difference[:800]}"


@settings(
    max_examples=3,
    phases=[Phase.explicit, Phase.generate],  # shrinking would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 99)), min_size=1, max_size=3))
def test_after_any_changes_every_route_answers_as_without_a_cache(caching_enabled, chosen):
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        with committed():
            tree = Tree.plant()
        tree.loop.reader.start_over()
        follow(tree)
        invalidate()
        answers(client, addresses_of(tree))
        for act, number in chosen:
            if done := perform(act, tree, number):
                follow(tree)
                fresh_is_cached(tree, client, done)
        tree.loop.reader.close()
        active.engine.cache_clear()
        transaction.set_rollback(True)
    invalidate()


def test_after_each_kind_of_change_every_route_answers_as_without_a_cache(tree, client):
    client.raise_request_exception = False
    answers(client, addresses_of(tree))
    for act in ACTS:
        for number in TARGETS.get(act, [4]):
            if page := tree.live(number):
                with committed():
                    act(tree, page, number)
                follow(tree)
                fresh_is_cached(tree, client, f"{act.__name__} {page}")


@pytest.fixture
def tree(caching_enabled):
    with committed():
        tree = Tree.plant()
    tree.loop.reader.start_over()
    follow(tree)
    invalidate()
    yield tree
    tree.loop.reader.close()


def still_cached(cache, client, addresses, act):
    """Return which of the addresses are still answered from the cache after `act`."""
    answers(client, addresses)
    with committed():
        act()
    new_keys = []
    put = cache.put

    def noticed(key, *arguments):
        new_keys.append(key)
        put(key, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "put", noticed)
        still = []
        for address in addresses:
            new_keys.clear()
            client.get(address)
            if not new_keys:
                still.append(address)
    return still


def test_a_new_title_leaves_the_pages_that_do_not_show_it(tree, client):
    overview, _, _, section, leaf, *_ = tree.pages
    linking = tree.pages[7]
    apart = [overview.get_url(), f"{API}/pages/{overview.pk}/", f"{API}/topics/", "/"]
    showing = [
        *(leaf.get_url(), f"{API}/pages/{leaf.pk}/", f"{API}/pages/{section.pk}/"),
        *(section.get_url(), linking.get_url(), f"{API}/pages/"),
    ]

    still = still_cached(responses, client, [*apart, *showing], lambda: rename(tree, leaf, 1))

    assert still == apart


def test_new_content_leaves_the_pages_that_show_only_the_title(tree, client):
    _, _, _, section, leaf, beside, *_ = tree.pages
    linking = tree.pages[7]
    apart = [
        *(section.get_url(), f"{API}/pages/{section.pk}/"),
        *(beside.get_url(), f"{API}/pages/{beside.pk}/"),
    ]
    showing = [
        *(leaf.get_url(), f"{API}/pages/{leaf.pk}/", linking.get_url()),
        *(f"{API}/pages/", f"{API}/pages/{section.pk}/?expand=children"),
    ]

    still = still_cached(responses, client, [*apart, *showing], lambda: edit(tree, leaf, 1))

    assert still == apart


def test_new_content_of_a_page_in_the_footer_leaves_the_other_pages(tree, client):
    overview, _, _, _, leaf, *_ = tree.pages
    links = [{"label": "Leaf", "page": leaf.pk, "url": ""}]
    columns = [{"type": "column", "value": {"title": "About us", "links": links}}]
    with committed():
        SiteSettings.objects.create(site=Site.objects.get(), footer_columns=columns)
    follow(tree)
    other = [overview.get_url()]

    assert still_cached(responses, client, other, lambda: edit(tree, leaf, 1)) == other
    assert still_cached(responses, client, other, lambda: rename(tree, leaf, 1)) == []
    assert "Leaf" in client.get(other[0]).content.decode()


def test_a_notice_leaves_the_pages_that_do_not_show_it(tree, client):
    overview, _, _, section, leaf, *_ = tree.pages
    apart = [overview.get_url(), f"{API}/pages/{overview.pk}/"]
    showing = [f"{API}/pages/{section.pk}/", f"{API}/pages/"]

    still = still_cached(
        responses, client, [*apart, *showing], lambda: switch_on([leaf], Terms(message="Soon"))
    )

    assert still == apart


def test_a_publication_leaves_the_searches_that_it_neither_matches_nor_matched(tree, client):
    leaf = tree.pages[4]
    apart = ["/search/?q=council", f"{API}/search/?q=council"]
    matching = ["/search/?q=treaty", f"{API}/search/?q=treaty&limit=1"]

    def act():
        edit(tree, leaf, 1)
        tree.follow()

    assert still_cached(cached_answers, client, [*apart, *matching], act) == apart


def test_new_text_leaves_the_searches_for_other_words_that_do_not_show_the_page(tree, client):
    last = tree.pages[6]
    beyond = f"{API}/search/?q=treaty&limit=1&sort=title"
    assert last.pk not in [each["id"] for each in client.get(beyond).json()["results"]]

    def act():
        last.summary = "Now in other words."
        last.save_revision().publish()
        tree.follow()

    act()
    assert still_cached(cached_answers, client, [beyond], act) == [beyond]


def test_the_event_loop_checks_searches_once_the_new_index_was_read(
    tree, client, django_assert_num_queries
):
    read, other = (f"{API}/search/?q=council&limit={limit}" for limit in (1, 2))
    client.get(read), client.get(other)
    edit(tree, tree.pages[4], 1)
    tree.follow()
    with pytest.raises(NotCachedError), cached_only():
        client.get(other)
    client.get(read)

    with django_assert_num_queries(0), cached_only():
        assert client.get(other).status_code == 200


def test_a_search_is_dropped_when_a_page_no_longer_matches(tree, client):
    beyond = f"{API}/search/?q=treaty&limit=1&sort=title"
    last = tree.pages[6]
    assert last.pk not in [each["id"] for each in client.get(beyond).json()["results"]]

    def act():
        last.title = "Something else"
        last.save_revision().publish()
        tree.follow()

    assert still_cached(cached_answers, client, [beyond], act) == []


def test_scores_may_drift_for_a_minute(tree, client, monkeypatch):
    address = f"{API}/search/?q=council"

    def act():
        edit(tree, tree.pages[4], 1)
        tree.follow()

    assert still_cached(cached_answers, client, [address], act) == [address]
    monkeypatch.setattr("search.http.answer_cache.MAX_DRIFT_AGE", -1)
    assert still_cached(cached_answers, client, [address], act) == []
