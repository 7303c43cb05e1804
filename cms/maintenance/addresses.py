"""Pages by their addresses, and whether the public could know an address."""

from django.db.models import QuerySet
from wagtail.models import Page

from cms.maintenance.flags import paths_to
from cms.maintenance.register import register


def pages_at(url_path: str) -> "QuerySet[Page]":
    """Return the page at a path of the tree, live or not; found by its slug, which has an index."""
    slug = url_path.rstrip("/").rpartition("/")[2]
    pages: QuerySet[Page] = Page.objects.filter(url_path=url_path)
    return pages.filter(slug=slug) if slug else pages  # the root of the tree has no part


def could_have_been_public(page: Page) -> bool:
    """Return whether the public could know the page at its `url_path`, which may be a former one.

    It could not if the page was never published, or if there is a restriction on the page, on an
    ancestor that moved with it, or on a page above that address. No query without restrictions.
    """
    if not page.live and page.first_published_at is None:
        return False
    restricted = register.snapshot().restricted
    if not restricted:
        return True
    steps, tree = _steps(page.url_path), paths_to(page.path)
    for path, url_path in Page.objects.filter(path__in=restricted).values_list("path", "url_path"):
        if url_path in steps:
            return False
        if path in tree and not _stands_above(steps, len(tree) - tree.index(path) - 1):
            return False
    return True


def _steps(url_path: str) -> list[str]:
    """Return a `url_path` and those of its ancestors, from the bottom up."""
    parts = url_path.rstrip("/").split("/")
    return ["/".join([*parts[:end], ""]) for end in range(len(parts), 0, -1)]


def _stands_above(steps: list[str], level: int) -> bool:
    """Return whether there is a page at the address `level` levels above the former one.

    Then the ancestor at that level did not move, and its restriction applies only to the new
    address.
    """
    return level < len(steps) and pages_at(steps[level]).exists()
