"""A page says the same with its document and without, after changes of every kind."""

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from cms.changes.reader_loop import ReaderLoop
from cms.delivery.writing.reader import DocumentReader
from tests.factories import ContentPageFactory, site_root
from tests.integration.caching.tree import ACTS, API, TARGETS, Tree, committed, perform
from tests.integration.delivery.documents.answers import (
    answers,
    follow,
    without_documents,
)

pytestmark = pytest.mark.django_db


def test_the_title_of_an_unpublished_page_above_is_not_in_the_breadcrumb(client):
    above = ContentPageFactory(parent=site_root(), title="Secret plan", slug="plan", live=False)
    page = ContentPageFactory(parent=above, title="Public page", slug="public")
    loop = ReaderLoop(DocumentReader())

    before = client.get(page.url)
    follow(loop)

    assert before.status_code == 200
    assert client.get(page.url).content == before.content
    assert "Secret plan" not in before.content.decode()


def test_after_each_kind_of_change_pages_read_the_same(cached_lookups, client):
    client.raise_request_exception = False
    with committed():
        tree = Tree.plant()
    loop = ReaderLoop(DocumentReader())
    follow(loop)
    for act in ACTS:
        for number in TARGETS.get(act, [4]):
            page = tree.live(number)
            if page is None:
                continue
            with committed():
                act(tree, page, number)
            fresh = reads_the_same(tree, client, f"{act.__name__}, before it is read")
            follow(loop)
            assert_equal(answers(client, fresh), fresh, act.__name__)


@settings(
    max_examples=3,
    phases=[Phase.explicit, Phase.generate],  # shrinking would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.tuples(st.sampled_from(ACTS), st.integers(0, 99), st.booleans()), min_size=2, max_size=4
    )
)
def test_after_any_changes_pages_read_the_same(chosen):
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        with committed():
            tree = Tree.plant()
        loop = ReaderLoop(DocumentReader())
        follow(loop)
        for act, number, is_read in chosen:
            if done := perform(act, tree, number):
                if is_read:
                    follow(loop)
                reads_the_same(tree, client, done)
        transaction.set_rollback(True)


def reads_the_same(tree, client, where):
    """Compare the answers with those without documents, and return the latter."""
    addresses = [f"{API}/pages/{page.pk}/?expand=children" for page in tree.pages]
    addresses += [page.url for page in Page.objects.filter(depth__gt=1)]
    addresses += [f"{API}/pages/?fields=*&limit=100", f"{API}/pages/?fields=body&rich_text=tree"]
    with_them, fresh = answers(client, addresses), without_documents(client, addresses)
    assert_equal(with_them, fresh, where)
    return fresh


def assert_equal(with_them, fresh, where):
    for address, expected in fresh.items():
        assert with_them[address] == expected, f"{where}: {address}"
