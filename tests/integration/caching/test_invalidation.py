"""A change drops the responses that it touches: all of these, and few others."""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from difflib import unified_diff

import pytest
from django.db import connection, transaction
from django.test import Client, TestCase
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction, Site

from cms.caching.invalidation import invalidate
from cms.caching.response_cache import responses
from cms.changes.reading import Reading
from cms.content.models import Topic
from cms.maintenance.switch import Terms, switch_off, switch_on
from search.engines import active
from search.http.answer_cache import memory
from search.indexing.reader import EmbeddedIndexReader
from search.steering.models import BestBet
from tests.factories import ContentPageFactory, ImageFactory, OrganPageFactory, site_root
from tests.factories import WhatWeDoPageFactory as OverviewFactory

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"
VOLATILE = re.compile(
    r'"took_ms":[\d.]+|data-opened="[^"]*"|"score":[\d.]+|cursor=[^"&]*', re.ASCII
)


@dataclass
class Tree:
    """Pages of several types and languages that link to one another."""

    root: Page
    pages: list[Page]
    topic: Topic
    reading: Reading

    @classmethod
    def plant(cls) -> "Tree":
        root = site_root()
        topic = Topic.objects.create(name="Law", slug="law")
        image = ImageFactory()
        overview = OverviewFactory(parent=root, title="Overview", slug="overview")
        organs = [OrganPageFactory(parent=overview, title=f"Council {n}") for n in range(2)]
        section = ContentPageFactory(parent=root, title="Section", show_in_menus=True)
        leaves = [ContentPageFactory(parent=section, title=f"Treaty {n}") for n in range(3)]
        linking = ContentPageFactory(
            parent=organs[0],
            title="Pointer",
            social_image=image,
            body=[
                ("rich_text", f'<p><a linktype="page" id="{leaves[0].pk}">on</a></p>'),
                ("cards", {"cards": [{"page": leaves[1], "title": "Way", "text": ""}]}),
            ],
        )
        linking.topics.add(topic)
        linking.save_revision().publish()
        organs[0].relations.create(kind="heads", to=organs[1])
        locale, _ = Locale.objects.get_or_create(language_code="id")
        home = root.copy_for_translation(locale)
        home.save_revision().publish()
        twin = section.copy_for_translation(locale)
        twin.save_revision().publish()
        alias = leaves[2].create_alias(parent=root, update_slug="copy")
        Redirect.objects.create(old_path="/former", redirect_page=leaves[0])
        reading = Reading(EmbeddedIndexReader())
        pages = [overview, *organs, section, *leaves, linking, twin, alias]
        return cls(root, pages, topic, reading)

    def addresses(self) -> list[str]:
        """Return routes of every kind; those of pages that have gone as well."""
        of_pages = [
            address
            for page in self.pages
            for address in (page.get_url() or "/", f"{API}/pages/{page.pk}/?expand=children")
        ]
        lists = ["pages/", "pages/?fields=*", "pages/?topic=law&sort=title", "navigation/"]
        lists += ["redirects/", "topics/", "sites/", "locales/", "page/?path=/former"]
        lists += ["search/?q=treaty&facets=organ", "search/?q=council", "search/?topic=law"]
        pages = ["/", "/id/", "/search/?q=treaty", "/search/?q=unfindable"]
        return [*pages, *of_pages, *(f"{API}/{each}" for each in lists)]

    def follow(self) -> None:
        while self.reading.step():
            pass

    def live(self, number: int) -> Page | None:
        """Return one of the pages as the database has it; None if it was deleted."""
        chosen = self.pages[number % len(self.pages)]
        page = Page.objects.filter(pk=chosen.pk).first()
        return page.specific if page else None


def _edit(tree, page, number):
    page.summary = f"Now about treaty {number}"
    page.save_revision().publish()


def _rename(tree, page, number):
    page.title = f"{page.title} of Peace"
    page.save_revision().publish()


def _add(tree, page, number):
    if page.alias_of_id is None:
        new = ContentPageFactory(parent=page, title=f"New treaty {number}")
        tree.pages.append(new)


def _move(tree, page, number):
    target = tree.live(number // 7)
    if target and not target.path.startswith(page.path):
        page.move(target, "last-child")


def _reorder(tree, page, number):
    sibling = page.get_siblings(inclusive=False).first()
    if sibling:
        page.move(sibling, "left")


def _reslug(tree, page, number):
    page.slug = f"other-{number}-{page.pk}"
    page.save_revision().publish()


def _unpublish(tree, page, number):
    page.unpublish()


def _publish(tree, page, number):
    page.save_revision().publish()


def _delete(tree, page, number):
    page.delete()


def _restrict(tree, page, number):
    PageViewRestriction.objects.get_or_create(page=page, restriction_type="login")


def _open(tree, page, number):
    for each in PageViewRestriction.objects.all():
        each.delete()


def _withhold(tree, page, number):
    switch_on([page], Terms(message="Back soon", with_descendants=bool(number % 2)))


def _return(tree, page, number):
    switch_off(Page.objects.filter(maintenance__isnull=False))


def _menu(tree, page, number):
    page.show_in_menus = not page.show_in_menus
    page.save_revision().publish()


def _expire_later(tree, page, number):
    page.expire_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()


def _link(tree, page, number):
    link = f'<p>Council <a linktype="page" id="{tree.pages[number % 7].pk}">it</a></p>'
    page.body = [("rich_text", link)]
    page.topics.add(tree.topic)
    page.save_revision().publish()


def _redirect(tree, page, number):
    Redirect.objects.update_or_create(old_path="/former", defaults={"redirect_page": page})


def _topic(tree, page, number):
    tree.topic.name = f"Law {number}"
    tree.topic.save()


def _site(tree, page, number):
    site = Site.objects.get(is_default_site=True)
    site.site_name = f"Site {number}"
    site.save()


def _bet(tree, page, number):
    BestBet.objects.create(queries="treaty", page=page, title=f"Best {number}")


ACTS = (
    *(_edit, _rename, _add, _menu, _expire_later, _link, _redirect, _topic, _site, _bet),
    *(_reorder, _move, _reslug, _withhold, _return, _restrict, _open, _unpublish, _publish),
    _delete,
)
TARGETS = {_edit: [1, 4, 8], _rename: [3, 1], _reslug: [3], _withhold: [4, 3], _menu: [3]}
"""Organ, leaf, translation; a leaf for all others. An odd number withholds a section."""


@pytest.fixture
def remembering(settings, tmp_path):
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
    found = {}
    for address in addresses:
        response = client.get(address)
        body = b"".join(response) if response.streaming else response.content
        found[address] = (response.status_code, VOLATILE.sub("", body.decode()))
    return found


@contextmanager
def committed():
    """Run what a commit would, at the end of the block: a test's transaction has none."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        yield
    connection.run_on_commit.clear()


def lines(body, address):
    """Return the parts of a body; those of searches sorted, since equal scores have no order."""
    parts = re.split(r"\n|(?<=[,{}])", body)
    return sorted(parts) if "search" in address else parts


def fresh_is_cached(tree, client, where):
    cached = answers(client, tree.addresses())
    invalidate()
    fresh = answers(client, tree.addresses())
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
def test_after_any_changes_every_route_answers_as_without_a_cache(remembering, chosen):
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        with committed():
            tree = Tree.plant()
        tree.reading.reader.start_over()
        invalidate()
        answers(client, tree.addresses())
        for act, number in chosen:
            page = tree.live(number)
            if page is None:
                continue
            with committed():
                act(tree, page, number)
            tree.follow()
            fresh_is_cached(tree, client, f"{act.__name__} {page}")
        tree.reading.reader.close()
        active.engine.cache_clear()
        transaction.set_rollback(True)
    invalidate()


def test_after_each_kind_of_change_every_route_answers_as_without_a_cache(tree, client):
    client.raise_request_exception = False
    answers(client, tree.addresses())
    for act in ACTS:
        for number in TARGETS.get(act, [4]):
            if page := tree.live(number):
                with committed():
                    act(tree, page, number)
                tree.follow()
                fresh_is_cached(tree, client, f"{act.__name__} {page}")


@pytest.fixture
def tree(remembering):
    with committed():
        tree = Tree.plant()
    tree.reading.reader.start_over()
    invalidate()
    yield tree
    tree.reading.reader.close()


def kept(cache, client, addresses, act):
    """Return which of the addresses are still answered from the cache after `act`."""
    answers(client, addresses)
    with committed():
        act()
    made = []
    put = cache.put

    def noticed(key, *arguments):
        made.append(key)
        put(key, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "put", noticed)
        still = []
        for address in addresses:
            made.clear()
            client.get(address)
            if not made:
                still.append(address)
    return still


def test_a_publication_leaves_the_pages_that_do_not_show_it(tree, client):
    overview, _, _, section, leaf, *_ = tree.pages
    linking = tree.pages[7]
    apart = [overview.get_url(), f"{API}/pages/{overview.pk}/", f"{API}/topics/", "/"]
    showing = [
        *(leaf.get_url(), f"{API}/pages/{leaf.pk}/", f"{API}/pages/{section.pk}/"),
        *(linking.get_url(), f"{API}/pages/"),
    ]

    still = kept(responses, client, [*apart, *showing], lambda: _edit(tree, leaf, 1))

    assert still == apart


def test_a_notice_leaves_the_pages_that_do_not_show_it(tree, client):
    overview, _, _, section, leaf, *_ = tree.pages
    apart = [overview.get_url(), f"{API}/pages/{overview.pk}/"]
    showing = [f"{API}/pages/{section.pk}/", f"{API}/pages/"]

    still = kept(
        responses, client, [*apart, *showing], lambda: switch_on([leaf], Terms(message="Soon"))
    )

    assert still == apart


def test_a_publication_leaves_the_searches_that_it_neither_matches_nor_matched(tree, client):
    leaf = tree.pages[4]
    apart = ["/search/?q=council", f"{API}/search/?q=council"]
    matching = ["/search/?q=treaty", f"{API}/search/?q=treaty&limit=1"]

    def act():
        _edit(tree, leaf, 1)
        tree.follow()

    assert kept(memory, client, [*apart, *matching], act) == apart


def test_a_search_is_dropped_when_a_page_no_longer_matches(tree, client):
    beyond = f"{API}/search/?q=treaty&limit=1&sort=title"
    last = tree.pages[6]
    assert last.pk not in [each["id"] for each in client.get(beyond).json()["results"]]

    def act():
        last.title = "Something else"
        last.save_revision().publish()
        tree.follow()

    assert kept(memory, client, [beyond], act) == []


def test_scores_may_drift_for_a_minute(tree, client, monkeypatch):
    address = f"{API}/search/?q=council"

    def act():
        _edit(tree, tree.pages[4], 1)
        tree.follow()

    assert kept(memory, client, [address], act) == [address]
    monkeypatch.setattr("search.http.answer_cache.DRIFT", -1)
    assert kept(memory, client, [address], act) == []
