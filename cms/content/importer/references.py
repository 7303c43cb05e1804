"""Pages that a page of the source names by their address, and files by their name."""

from collections.abc import Container
from urllib.parse import urlsplit

from wagtail.models import Page

from cms.content.importer.files import Files
from cms.content.importer.tree import Tree


class References:
    """What a page names: other pages, and files beside it.

    Answers with what the site has; a page that is still to come is awaited.

    `planned` are the paths of the source. While the source is being checked they are not all
    known: then any path is awaited, and `stand_in` takes the place of its page.
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
        self.awaited: set[str] = set()

    def page(self, path: str) -> Page | None:
        """None if it is yet to be made; raises ValueError if it never will be."""
        path = f"/{path.strip('/')}/".replace("//", "/")
        if found := self._tree.page(path):
            return found
        if self._stand_in is None and path not in self._planned:
            raise ValueError(missing(path))
        self.awaited.add(path)
        return self._stand_in

    def file(self, kind: str, name: str, title: str = "") -> int | None:
        """The id of the image or document; None while the source is only being checked.

        Raises ValueError.
        """
        if self._files is None:
            raise ValueError(f"{name!r} cannot be found: only folders can bring files along.")
        if self._stand_in is None:
            return self._files.store(kind, name, title)
        self._files.check(kind, name)
        return None

    def linked_page(self, href: str) -> int | None:
        """The id of the page of this site that a link leads to, if there is one by now."""
        try:
            parts = urlsplit(href)
        except ValueError:
            return None
        if parts.scheme or parts.netloc or parts.query or parts.fragment:
            return None
        if not (parts.path.startswith("/") and parts.path.endswith("/")):
            return None
        if found := self._tree.page(parts.path):
            return int(found.pk)
        if parts.path in self._planned:
            self.awaited.add(parts.path)
        return None


def missing(path: str) -> str:
    return f"there is no page at {path}, neither on the site nor in the source."
