"""After any sequence of edits, the index contains exactly the public pages."""

import datetime
import os

import hypothesis
import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule
from hypothesis.stateful import run_state_machine_as_test as run
from wagtail.models import Page, PageViewRestriction, Site

from cms.changes import log
from cms.changes.models import Kind
from cms.changes.reader_loop import ReaderLoop
from cms.content.models import Topic
from cms.maintenance.models import Maintenance
from home.models import ContentPage, HomePage
from search.engines import active
from search.indexing.check import check
from search.indexing.reader import IndexReader
from search.indexing.rebuild import rebuild

EXAMPLES = int(os.environ.get("HISTORIES", "12"))  # each of up to 25 steps
WORDS = st.sampled_from(["peace", "trade", "ประชาคม", "haze"])


class Reader(IndexReader):
    engine_name = "memory"
    local = True


def is_public(page: Page) -> bool:
    line = [*page.get_ancestors(), page]
    restricted = PageViewRestriction.objects.filter(page__in=line).exists()
    expired = page.expire_at is not None and page.expire_at <= timezone.now()
    return page.live and not expired and not restricted


def is_withheld(page: Page) -> bool:
    ids = {page.pk, page.alias_of_id}
    for flag in Maintenance.objects.select_related("page"):
        below = flag.with_descendants and page.is_descendant_of(flag.page)
        if flag.page_id in ids or below:
            return True
    return False


def brute_force() -> dict[int, tuple[object, ...]]:
    """Return the public pages, found page by page with the tree's methods."""
    root = Site.objects.get().root_page
    pages = {}
    for page in Page.objects.filter(path__startswith=root.path).specific():
        if not is_public(page):
            continue
        above = [each for each in page.get_ancestors().filter(depth__gt=1) if is_public(each)]
        slugs = [each.slug for each in [*page.get_ancestors().filter(depth__gt=2), page]]
        path = "/" if page.pk == root.pk else "/" + "/".join(slugs) + "/"
        crumbs = tuple("Home" if each.pk == root.pk else each.title for each in above)
        withheld = is_withheld(page)
        summary = "" if withheld else page.summary
        topics = () if withheld else tuple(sorted(each.slug for each in page.topics.all()))
        pages[page.pk] = (page.title, path, crumbs, summary, topics, withheld)
    return pages


class Histories(RuleBasedStateMachine):
    pages = Bundle("pages")

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        active.engine.cache_clear()
        self.engine = active.engine("memory")
        root = Page.objects.get(depth=1)
        self.home = root.add_child(instance=HomePage(title="Home", slug="start"))
        Site.objects.update(root_page=self.home)
        Site.clear_site_root_paths_cache()
        self.topic = Topic.objects.create(name="Peace", slug="peace")
        self.loop = ReaderLoop(Reader())
        self.count = 0

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
        Site.clear_site_root_paths_cache()
        active.engine.cache_clear()

    def page(self, key: int) -> Page | None:
        return Page.objects.filter(pk=key).first()

    @rule(target=pages, title=WORDS, live=st.booleans())
    def add_to_the_root(self, title, live):
        return self._add(self.home.pk, title, live)

    @rule(target=pages, parent=pages, title=WORDS, live=st.booleans())
    def add(self, parent, title, live):
        return self._add(parent, title, live)

    def _add(self, parent, title, live):
        self.count += 1
        above = self.page(parent)
        if above is None:
            return multiple()
        page = ContentPage(title=title, slug=f"p{self.count}", live=live, summary=title)
        return above.add_child(instance=page).pk

    @rule(key=pages, title=WORDS)
    def publish(self, key, title):
        if (page := self.page(key)) and not page.alias_of_id:
            specific = page.specific
            specific.title = f"{title} {self.count}"
            specific.topics = [self.topic]
            specific.save_revision().publish()

    @rule(key=pages)
    def unpublish(self, key):
        if page := self.page(key):
            page.specific.unpublish()

    @rule(key=pages, parent=pages)
    def move(self, key, parent):
        page, to = self.page(key), self.page(parent)
        if page and to and not (to == page or to.is_descendant_of(page)):
            page.move(to, pos="last-child")

    @rule(key=pages)
    def change_the_slug(self, key):
        if page := self.page(key):
            self.count += 1
            page = page.specific
            page.slug = f"s{self.count}"
            page.save()

    @rule(key=pages)
    def delete(self, key):
        if page := self.page(key):
            page.delete()

    @rule(target=pages, key=pages)
    def add_an_alias(self, key):
        self.count += 1
        if page := self.page(key):
            alias = page.specific.create_alias(parent=self.home, update_slug=f"a{self.count}")
            return alias.pk
        return multiple()

    @rule(key=pages)
    def restrict(self, key):
        if page := self.page(key):
            PageViewRestriction.objects.create(page=page, restriction_type="login")

    @rule(key=pages)
    def remove_restriction(self, key):
        for restriction in PageViewRestriction.objects.filter(page_id=key):
            restriction.delete()

    @rule(key=pages, below=st.booleans())
    def put_under_maintenance(self, key, below):
        if self.page(key) and not Maintenance.objects.filter(page_id=key).exists():
            Maintenance.objects.create(page_id=key, with_descendants=below)
            log.append(Kind.MAINTENANCE, [key], subtree=True)

    @rule(key=pages)
    def end_maintenance(self, key):
        if flag := Maintenance.objects.filter(page_id=key).first():
            flag.delete()
            log.append(Kind.MAINTENANCE, [key], subtree=True)

    @rule(key=pages)
    def expire(self, key):
        if page := self.page(key):
            page = page.specific
            page.expire_at = timezone.now() - datetime.timedelta(minutes=1)
            page.save()

    @rule()
    def rename_the_topic(self):
        self.topic.slug = f"topic-{log.head().id}"
        self.topic.save()

    @rule(steps=st.integers(1, 3), batch=st.integers(1, 5))
    def read_some(self, steps, batch):
        self.loop._batch = batch
        for _ in range(steps):
            self.loop.step()

    @rule()
    def rebuild(self):
        rebuild(self.engine)

    @rule()
    def go_back(self):
        if self.engine.before:
            self.engine.roll_back()

    @rule()
    def compare(self):
        while self.loop.step():
            pass
        indexed = {
            each.id: (
                each.title,
                each.path,
                tuple(crumb.title for crumb in each.breadcrumbs),
                each.summary,
                tuple(sorted(each.topics)),
                each.state == "maintenance",
            )
            for each in self.engine.live().documents.values()
        }
        assert indexed == brute_force()
        assert check(self.engine).is_true

    @invariant()
    def nothing_has_failed(self):
        assert not self.loop._failures


@pytest.mark.django_db
def test_any_history(monkeypatch, settings):
    settings.SEARCH_ENGINES = {"memory": "tests.memory_engine.MemoryEngine"}
    monkeypatch.setattr(active, "names", lambda: ["memory"])

    class Compared(Histories):
        def teardown(self):
            try:
                self.compare()
            finally:
                super().teardown()

    run(Compared, settings=quick())


def quick():
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return hypothesis.settings(
        max_examples=EXAMPLES, stateful_step_count=25, deadline=None, suppress_health_check=checks
    )
