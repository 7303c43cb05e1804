"""Redirects from the old addresses of imported pages."""

from collections.abc import Mapping
from itertools import batched

from wagtail.contrib.redirects.models import Redirect

from cms.content.importer.tree import Tree

AT_ONCE = 200


def redirect(moved: Mapping[str, str], tree: Tree) -> int:
    """Create the missing redirects, for all sites; return their number."""
    made = 0
    for some in batched(moved.items(), AT_ONCE):
        pages = tree.pages([new for _, new in some])
        wanted = {Redirect.normalise_path(old): pages[new] for old, new in some if new in pages}
        there = Redirect.objects.filter(old_path__in=wanted, site=None)
        for known in there.values_list("old_path", flat=True):
            del wanted[known]
        Redirect.objects.bulk_create(
            Redirect(old_path=old, redirect_page_id=page.pk, automatically_created=True)
            for old, page in wanted.items()
        )
        made += len(wanted)
    return made
