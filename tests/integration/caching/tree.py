"""A small tree of pages of several kinds, and what editors do to it."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.test import TestCase
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction, Site

from cms.changes.reader_loop import ReaderLoop
from cms.content.models import Topic
from cms.maintenance.switch import Terms, switch_off, switch_on
from search.indexing.reader import EmbeddedIndexReader
from search.steering.models import BestBet
from tests.factories import (
    ContentPageFactory,
    ImageFactory,
    OrganPageFactory,
    WhatWeDoPageFactory,
    site_root,
)

API = "/api/delivery/v1"


@dataclass
class Tree:
    """Pages of several types and languages that link to one another."""

    root: Page
    pages: list[Page]
    topic: Topic
    loop: ReaderLoop

    @classmethod
    def plant(cls) -> "Tree":
        root = site_root()
        topic = Topic.objects.create(name="Law", slug="law")
        image = ImageFactory()
        overview = WhatWeDoPageFactory(parent=root, title="Overview", slug="overview")
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
        translation = section.copy_for_translation(locale)
        translation.save_revision().publish()
        alias = leaves[2].create_alias(parent=root, update_slug="copy")
        Redirect.objects.create(old_path="/former", redirect_page=leaves[0])
        loop = ReaderLoop(EmbeddedIndexReader())
        pages = [overview, *organs, section, *leaves, linking, translation, alias]
        return cls(root, pages, topic, loop)

    def addresses(self) -> list[str]:
        """Return routes of every kind; those of pages that have gone as well."""
        of_pages = [
            address
            for page in self.pages
            for address in (page.get_url() or "/", f"{API}/pages/{page.pk}/?expand=children")
        ]
        lists = ["pages/", "pages/?fields=*", "pages/?topic=law&sort=title", "navigation/"]
        lists += ["sitemap/"]
        lists += ["redirects/", "topics/", "sites/", "locales/", "page/?path=/former"]
        lists += ["search/?q=treaty&facets=organ", "search/?q=council", "search/?topic=law"]
        pages = ["/", "/id/", "/search/?q=treaty", "/search/?q=unfindable"]
        return [*pages, *of_pages, *(f"{API}/{each}" for each in lists)]

    def follow(self) -> None:
        while self.loop.step():
            pass

    def live(self, number: int) -> Page | None:
        """Return one of the pages as the database has it; None if it was deleted."""
        chosen = self.pages[number % len(self.pages)]
        page = Page.objects.filter(pk=chosen.pk).first()
        return page.specific if page else None


def edit(tree, page, number):
    page.summary = f"Now about treaty {number}"
    page.save_revision().publish()


def rename(tree, page, number):
    page.title = f"{page.title} of Peace"
    page.save_revision().publish()


def add(tree, page, number):
    if page.alias_of_id is None:
        new = ContentPageFactory(parent=page, title=f"New treaty {number}")
        tree.pages.append(new)


def move(tree, page, number):
    target = tree.live(number // 7)
    if target and not target.path.startswith(page.path):
        page.move(target, "last-child")


def reorder(tree, page, number):
    sibling = page.get_siblings(inclusive=False).first()
    if sibling:
        page.move(sibling, "left")


def change_slug(tree, page, number):
    page.slug = f"other-{number}-{page.pk}"
    page.save_revision().publish()


def unpublish(tree, page, number):
    page.unpublish()


def publish(tree, page, number):
    page.save_revision().publish()


def delete(tree, page, number):
    page.delete()


def restrict(tree, page, number):
    PageViewRestriction.objects.get_or_create(page=page, restriction_type="login")


def unrestrict(tree, page, number):
    for each in PageViewRestriction.objects.all():
        each.delete()


def withhold(tree, page, number):
    switch_on([page], Terms(message="Back soon", with_descendants=bool(number % 2)))


def give_back(tree, page, number):
    switch_off(Page.objects.filter(maintenance__isnull=False))


def menu(tree, page, number):
    page.show_in_menus = not page.show_in_menus
    page.save_revision().publish()


def expire_later(tree, page, number):
    page.expire_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()


def link(tree, page, number):
    link = f'<p>Council <a linktype="page" id="{tree.pages[number % 7].pk}">it</a></p>'
    page.body = [("rich_text", link)]
    page.topics.add(tree.topic)
    page.save_revision().publish()


def redirect(tree, page, number):
    Redirect.objects.update_or_create(old_path="/former", defaults={"redirect_page": page})


def topic(tree, page, number):
    tree.topic.name = f"Law {number}"
    tree.topic.save()


def site(tree, page, number):
    site = Site.objects.get(is_default_site=True)
    site.site_name = f"Site {number}"
    site.save()


def bet(tree, page, number):
    BestBet.objects.create(queries="treaty", page=page, title=f"Best {number}")


ACTS = (
    *(edit, rename, add, menu, expire_later, link, redirect, topic, site, bet),
    *(reorder, move, change_slug, withhold, give_back, restrict, unrestrict, unpublish, publish),
    delete,
)
EDITS = {edit, rename, menu, expire_later, link, change_slug, publish}
"""Acts on the content of a page; that of an alias is edited in its original."""
TARGETS = {edit: [1, 4, 8], rename: [3, 1], change_slug: [3], withhold: [4, 3], menu: [3]}
"""Organ, leaf, translation; a leaf for all others. An odd number withholds a section."""


@contextmanager
def committed():
    """Run what a commit would, at the end of the block: a test's transaction has none."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        yield
    connection.run_on_commit.clear()


def perform(act, tree, number):
    """Let an editor act on a page that is left, and return what was done; None without a page."""
    page = tree.live(number)
    if page is None:
        return None
    if page.alias_of_id and act in EDITS:
        page = page.alias_of.specific
    with committed():
        act(tree, page, number)
    return f"{act.__name__} {page}"
