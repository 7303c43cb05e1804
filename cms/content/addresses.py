"""Addresses of pages and files as whoever shows them needs them.

On the site they are Wagtail's. Another surface, such as the delivery API, does its work inside
`addressed_by`, so that links in rich text, cards and images are right there, too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet
from wagtail.models import Page


def language_roots(root: Page) -> "QuerySet[Page]":
    """Return the root page of a site in each language, `root` included, drafts as well."""
    twins: QuerySet[Page] = Page.objects.filter(
        translation_key=root.translation_key, depth=root.depth
    )
    return twins


class Addresses(Protocol):
    """How one surface writes addresses."""

    def link_to(self, page: Page) -> str:
        """Return what a link to this page has as its `href`."""

    def file_url(self, url: str) -> str:
        """Return the address of a file, given the one that its storage has for it."""

    @property
    def root_url(self) -> str:
        """The origin of the site's pages."""


_surface: ContextVar[Addresses | None] = ContextVar("surface", default=None)


@contextmanager
def addressed_by(surface: Addresses) -> Iterator[None]:
    """Let `page_url` and `file_url` give the addresses of this surface."""
    before = _surface.set(surface)
    try:
        yield
    finally:
        _surface.reset(before)


def page_url(page: Any) -> str:
    """Return what a link to the page has as its `href`; empty if it has no address."""
    surface = _surface.get()
    return (surface.link_to(page) if surface else page.url) or ""


def file_url(url: str) -> str:
    """Return the address of an image or a document, given Wagtail's own for it."""
    surface = _surface.get()
    return surface.file_url(url) if surface else url


def whole_url(url: str) -> str:
    """Return the address of a link with its origin, where the surface has one."""
    surface = _surface.get()
    return f"{surface.root_url}{url}" if surface and url.startswith("/") else url


@dataclass(frozen=True)
class WholeAddresses:
    """Addresses with their origins, for what is read away from the site."""

    root_url: str

    def link_to(self, page: Page) -> str:
        return page.full_url or ""

    def file_url(self, url: str) -> str:
        return f"{self.root_url}{url}" if url.startswith("/") else url
