"""The reader of the change log that purges front-end caches through Wagtail's backends.

It does nothing unless `WAGTAILFRONTENDCACHE` is set.
"""

from collections.abc import Iterator, Sequence
from itertools import batched

from django.conf import settings
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from wagtail.contrib.frontend_cache.utils import PurgeBatch
from wagtail.models import Page, Site

from cms.changes import log
from cms.changes.affected import affected
from cms.changes.models import Change
from cms.changes.readers import StoredReader
from cms.content.markdown.negotiation import FILE_NAME
from cms.delivery.http.served_site import ServedSite, served
from cms.maintenance.flags import STEPLEN

LISTS = ("navigation/", "pages/", "redirects/", "sitemap/", "topics/")
OBJECT_LISTS = {"site": "sites/", "locale": "locales/"}
MEDIA = {"image", "document"}
PAGES_AT_ONCE = 500


class PurgeReader(StoredReader):
    """Purges the addresses of changed pages and their ancestors, on the site and in the API.

    Other responses that show a page expire by age (`s-maxage`), or are purged by caches that
    support `Surrogate-Key`.
    """

    name = "front-end-cache"
    batch = 100
    is_ordered = False  # so that withdrawn pages are purged at once

    def take(self, changes: Sequence[Change]) -> None:
        if not getattr(settings, "WAGTAILFRONTENDCACHE", None):
            return
        batch = PurgeBatch()
        for site in Site.objects.select_related("root_page"):
            batch.add_urls(dict.fromkeys(addresses(changes, served(site))))
        batch.purge()


def addresses(changes: Sequence[Change], site: ServedSite) -> Iterator[str]:
    """Yield the addresses on this site whose responses changed; some are repeated."""
    api = site.root_url + reverse("delivery:api-root")
    pages = _pages_to_purge(changes)
    paths = []
    for page in pages:
        if path := site.path_of(page):
            paths.append(path)
            for further in page.specific_deferred.get_cached_paths():
                yield f"{site.root_url}{path}{further.lstrip('/')}"
    paths += [former for each in changes if (former := _former_path(each, site))]
    for path in paths:
        yield site.root_url + path
        yield f"{site.root_url}{path}{FILE_NAME}"
        yield f"{api}page/?path={path}"
    for pk in {*log.pages(changes), *(page.pk for page in pages)}:
        yield f"{api}pages/{pk}/"
    for change in changes:
        yield from _object_addresses(change, api)
    for name in LISTS:
        yield api + name
    yield f"{site.root_url}/sitemap.xml"
    for root in site.roots:
        yield f"{site.root_url}{root.prefix}/llms.txt"


def _pages_to_purge(changes: Sequence[Change]) -> list[Page]:
    """Return the affected pages, and the ancestors of the changed ones, which list them."""
    changed = Page.objects.filter(pk__in=log.pages(changes)).values_list("path", flat=True)
    ancestors = {path[:end] for path in changed for end in range(2 * STEPLEN, len(path), STEPLEN)}
    pages = list(Page.objects.filter(path__in=ancestors))
    for ids in batched(affected(changes), PAGES_AT_ONCE):
        pages += Page.objects.filter(pk__in=ids)
    return pages


def _former_path(change: Change, site: ServedSite) -> str | None:
    """Return the path before a move, unpublishing or deletion, or the source of a redirect."""
    return iri_to_uri(change.url_path) if change.object_type else site.path_at(change.url_path)


def _object_addresses(change: Change, api: str) -> Iterator[str]:
    """Yield the API's addresses of an image or a document, and of the lists of other objects."""
    if change.object_type in MEDIA and change.object_id:
        yield f"{api}{change.object_type}s/{change.object_id}/"
    if change.object_type in OBJECT_LISTS:
        yield api + OBJECT_LISTS[change.object_type]
