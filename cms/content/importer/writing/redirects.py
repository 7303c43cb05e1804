"""Redirects from the old addresses of imported pages."""

from collections.abc import Mapping
from itertools import batched

from wagtail.contrib.redirects.models import Redirect

from cms.content.importer.tree import Tree

AT_ONCE = 200


def redirect(moved: Mapping[str, str], tree: Tree) -> int:
    """Create the missing redirects, for all sites; return their number."""
    created = 0
    for batch in batched(moved.items(), AT_ONCE):
        pages = tree.pages([new for _, new in batch])
        missing = {Redirect.normalise_path(old): pages[new] for old, new in batch if new in pages}
        existing = Redirect.objects.filter(old_path__in=missing, site=None)
        for old_path in existing.values_list("old_path", flat=True):
            del missing[old_path]
        Redirect.objects.bulk_create(
            Redirect(old_path=old, redirect_page_id=page.pk, automatically_created=True)
            for old, page in missing.items()
        )
        created += len(missing)
    return created
