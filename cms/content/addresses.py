"""URLs of pages and files for the surface that shows them.

On the site they are Wagtail's. Other surfaces, such as the delivery API, render content inside
`addressed_by`, which changes the URLs in rich text, cards and images.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import Page, get_page_models

from cms.maintenance.addresses import pages_at


def language_roots(root: Page) -> "QuerySet[Page]":
    """Return the root page of a site in each language, including `root` and drafts."""
    roots: QuerySet[Page] = Page.objects.filter(
        translation_key=root.translation_key, depth=root.depth
    )
    return roots


def page_below(root: Page, slugs: Sequence[str]) -> Page | None:
    """Return the specific page, live or not, at these slugs below `root`; None if there is none.

    Two queries at any depth; Wagtail's `route` needs two per level of the tree.
    """
    url_path = f"{root.url_path}{'/'.join(slugs)}/"
    row = pages_at(url_path).values_list("pk", "content_type_id").first()
    if row is None:
        return None
    pk, content_type = row
    model: Any = ContentType.objects.get_for_id(content_type).model_class() or Page
    page: Page = model._default_manager.get(pk=pk)
    return page


@cache
def overrides_route(route: Any) -> bool:
    """Return whether a page type routes in another way than `route` or Wagtail does."""
    return any(model.route not in {route, Page.route} for model in get_page_models())


class Addresses(Protocol):
    """The URLs of one surface."""

    def link_to(self, page: Page) -> str:
        """Return the `href` of a link to the page."""

    def file_url(self, url: str) -> str:
        """Return the URL of a file, given the one of its storage."""

    @property
    def root_url(self) -> str:
        """Return the origin of the site's pages."""


_surface: ContextVar[Addresses | None] = ContextVar("surface", default=None)


@contextmanager
def addressed_by(surface: Addresses) -> Iterator[None]:
    """Make `page_url` and `file_url` return the URLs of this surface."""
    before = _surface.set(surface)
    try:
        yield
    finally:
        _surface.reset(before)


def page_url(page: Any) -> str:
    """Return the `href` of a link to the page; empty if the page has no URL."""
    surface = _surface.get()
    return (surface.link_to(page) if surface else page.url) or ""


def file_url(url: str) -> str:
    """Return the URL of an image or a document, given Wagtail's."""
    surface = _surface.get()
    return surface.file_url(url) if surface else url


def absolute_url(url: str) -> str:
    """Return the URL of a link, absolute if the surface needs it."""
    surface = _surface.get()
    return f"{surface.root_url}{url}" if surface and url.startswith("/") else url


@dataclass(frozen=True)
class AbsoluteAddresses:
    """Absolute URLs, for content that is read outside the site."""

    root_url: str

    def link_to(self, page: Page) -> str:
        return page.full_url or ""

    def file_url(self, url: str) -> str:
        return f"{self.root_url}{url}" if url.startswith("/") else url
