"""What stands around pages in the tree, read for many pages at once."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from django.db.models import Q
from wagtail.models import Page

from cms.maintenance.state import visible

STEP = 4  # characters of treebeard's path that each level takes
MOST = 200  # children and siblings that one page tells

Pages = dict[int, list[Page]]


def breadcrumbs(pages: Sequence[Page]) -> Pages:
    """From the site's root down, without the page itself; one query."""
    wanted = {page.path[:end] for page in pages for end in range(2 * STEP, len(page.path), STEP)}
    by_path = {page.path: page for page in visible(Page.objects.filter(path__in=wanted))}
    return {
        page.pk: [
            by_path[page.path[:end]]
            for end in range(2 * STEP, len(page.path), STEP)
            if page.path[:end] in by_path
        ]
        for page in pages
    }


def children(pages: Sequence[Page]) -> Pages:
    """Published pages directly below, in the tree's order; one query."""
    below = _below({page.path for page in pages})
    return {page.pk: below[page.path][:MOST] for page in pages}


def siblings(pages: Sequence[Page]) -> Pages:
    """Published pages beside the page, without itself; one query."""
    below = _below({page.path[:-STEP] for page in pages if page.depth > 2})
    return {
        page.pk: [each for each in below[page.path[:-STEP]] if each.pk != page.pk][:MOST]
        for page in pages
    }


def translations(pages: Sequence[Page]) -> Pages:
    """The page in other languages; one query."""
    keys = {page.translation_key for page in pages}
    found: dict[object, list[Page]] = defaultdict(list)
    for page in visible(Page.objects.filter(translation_key__in=keys, live=True)):
        found[page.translation_key].append(page)
    return {
        page.pk: [each for each in found[page.translation_key] if each.pk != page.pk]
        for page in pages
    }


def _below(paths: set[str]) -> defaultdict[str, list[Page]]:
    found: defaultdict[str, list[Page]] = defaultdict(list)
    wanted = Q(pk__in=[])
    for path in paths:
        wanted |= Q(path__startswith=path, depth=len(path) // STEP + 1)
    for page in visible(Page.objects.filter(wanted, live=True).order_by("path")):
        found[page.path[:-STEP]].append(page)
    return found


READERS: dict[str, Callable[[Sequence[Page]], Pages]] = {
    "breadcrumbs": breadcrumbs,
    "children": children,
    "siblings": siblings,
    "translations": translations,
}
