"""Resolves the paths of pages and the names of files that a record refers to."""

from collections.abc import Container
from urllib.parse import urlsplit

from wagtail.models import Page

from cms.content.importer.files import Files
from cms.content.importer.tree import Tree


class References:
    """The pages and files that one record refers to.

    Pages of the source that are not on the site yet are collected in `missing_pages`.

    `planned` are the paths of the source. While the source is validated, they are not all known:
    then every unknown path counts as missing, and `stand_in` is returned for its page.
    """

    def __init__(
        self,
        tree: Tree,
        planned: Container[str] = (),
        stand_in: Page | None = None,
        files: Files | None = None,
    ) -> None:
        self._files = files
        self._tree = tree
        self._planned = planned
        self._stand_in = stand_in
        self.missing_pages: set[str] = set()

    def page(self, path: str) -> Page | None:
        """Return the page at `path`, None if it is still to be created.

        Raises ValueError if neither the site nor the source has it.
        """
        path = f"/{path.strip('/')}/".replace("//", "/")
        if existing := self._tree.page(path):
            return existing
        if self._stand_in is None and path not in self._planned:
            raise ValueError(missing(path))
        self.missing_pages.add(path)
        return self._stand_in

    def file(self, kind: str, name: str, title: str = "", description: str = "") -> int | None:
        """Return the id of the image or document; None while the source is being validated.

        Raises ValueError for a missing or unsuitable file.
        """
        if self._files is None:
            raise ValueError(f"{name!r} cannot be found: only folders can bring files along.")
        if self._stand_in is None:
            return self._files.store(kind, name, title, description)
        self._files.check(kind, name)
        return None

    def linked_page(self, href: str) -> int | None:
        """Return the id of the page of this site that a link leads to, if it exists already."""
        try:
            parts = urlsplit(href)
        except ValueError:
            return None
        if parts.scheme or parts.netloc or parts.query or parts.fragment:
            return None
        if not (parts.path.startswith("/") and parts.path.endswith("/")):
            return None
        if page_id := self._tree.page_id(parts.path):
            return page_id
        if parts.path in self._planned:
            self.missing_pages.add(parts.path)
        return None


def missing(path: str) -> str:
    return f"there is no page at {path}, neither on the site nor in the source."
