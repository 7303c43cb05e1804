"""The site that a request is for, and the addresses of its pages."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from http import HTTPStatus
from typing import Protocol

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.encoding import iri_to_uri, uri_to_iri
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site
from wagtail.models.sites import get_site_for_hostname

from cms.caching.lookups import cached_until_change
from cms.content.addresses import language_roots
from cms.delivery.http.problem import ProblemError, invalid, not_one_of

# Nothing in it needs percent-encoding; looking costs less than encoding.
UNRESERVED = re.compile(r"[\w./~-]*", re.ASCII)


class Placed(Protocol):
    """The attributes of a page that decide its address."""

    @property
    def path(self) -> str: ...
    @property
    def url_path(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Root:
    """The top page of one language: `path` in the tree, `prefix` of its addresses, like `/id`."""

    pk: int
    path: str
    url_path: str
    prefix: str
    language: str


@dataclass(frozen=True, slots=True)
class ServedSite:
    """A site with the roots of all its languages, the default one first.

    Its pages are at `root_url`; its files and this API are at `origin`, which is another where
    a client chose the site by `site=`. `query` repeats that choice in addresses of the API.
    """

    pk: int
    hostname: str
    name: str
    root_url: str
    roots: tuple[Root, ...]
    origin: str
    query: tuple[tuple[str, str], ...] = ()

    def path_of(self, page: Placed) -> str:
        """Return the page's path within the site, percent-encoded; empty for another site's."""
        return self.path_at(page.url_path) or ""

    def url_of(self, page: Placed) -> str:
        return self.root_url + self.path_of(page)

    def url_paths(self, path: str) -> Iterator[str]:
        """Yield the possible `url_path`s of the page at this path, the likeliest first.

        `path` may be percent-encoded and may carry a query string, which is ignored.
        """
        steps = uri_to_iri(path.partition("?")[0]).split("/")
        normal = "/" + "/".join(filter(None, steps))
        for root in sorted(self.roots, key=lambda root: -len(root.prefix)):
            if normal == root.prefix or normal.startswith(f"{root.prefix}/"):
                rest = normal[len(root.prefix) + 1 :]
                yield root.url_path + (f"{rest}/" if rest else "")

    def path_at(self, url_path: str) -> str | None:
        """Return the path within this site for the tree's `url_path`; None for another site's."""
        for root in self.roots:
            if url_path.startswith(root.url_path):
                path = f"{root.prefix}/{url_path[len(root.url_path) :]}"
                return path if UNRESERVED.fullmatch(path) else iri_to_uri(path)
        return None

    def language_at(self, url_path: str) -> str:
        """Return the language of the root that the tree's `url_path` is below; empty if of none."""
        matching = (root.language for root in self.roots if url_path.startswith(root.url_path))
        return next(matching, "")

    def link_to(self, page: Page) -> str:
        """Return a path within the site, or the whole address of another site's page."""
        return self.path_of(page) or page.full_url or ""

    def file_url(self, url: str) -> str:
        """Return the whole address of a file."""
        return self.origin + url if url.startswith("/") else url

    def contains(self, page: Placed) -> bool:
        """Return whether the page is one of the site's."""
        return any(page.path.startswith(root.path) for root in self.roots)

    def below(self) -> Q:
        """The condition that a page is one of the site's."""
        return below(root.path for root in self.roots)


def below(paths: Iterable[str]) -> Q:
    """Return the condition that a page is in one of the subtrees with these paths."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(path__startswith=path)
    return condition


def site_of(request: HttpRequest) -> ServedSite:
    """Return the site that `site=` names, else the one of the Host.

    Raises a 422 problem for a name of no site, a 404 problem for a Host of no site.
    """
    if name := request.GET.get("site"):
        return _named(request, name)
    return site_of_host(request)


def site_of_host(request: HttpRequest) -> ServedSite:
    """Return the site of the Host; raises a 404 problem for a Host of no site."""
    host, _separator, port = request.get_host().rpartition(":")
    host, port = (host, port) if port.isdigit() else (request.get_host(), request.get_port())
    site = _served((host, port))
    if site is None:
        raise ProblemError(HTTPStatus.NOT_FOUND, _("There is no site at this address."))
    return site


def served(site: Site) -> ServedSite:
    """Return the site with its roots.

    A language home that is a draft is not public itself, but those below it are
    served, so it counts as a root here as it does on the site.
    """
    root = site.root_page
    language_homes = language_roots(root).select_related("locale").order_by("path")
    roots = [
        Root(
            pk=each.pk,
            path=each.path,
            url_path=each.url_path,
            prefix=prefix_of(each.locale.language_code),
            language=each.locale.language_code,
        )
        for each in sorted(language_homes, key=lambda each: each.pk != root.pk)
    ]
    name = site.site_name
    root_url = site.root_url
    return ServedSite(site.pk, site.hostname, name, root_url, tuple(roots), origin=root_url)


def _named(request: HttpRequest, name: str) -> ServedSite:
    for names, site in _sites(None):
        if name.lower() in names:
            origin = f"{request.scheme}://{request.get_host()}"
            return replace(site, origin=origin, query=(("site", name),))
    raise invalid("site", not_one_of(name, sorted(site.hostname for _, site in _sites(None))))


def _read_sites(_: None) -> list[tuple[set[str], ServedSite]]:
    sites = Site.objects.select_related("root_page").order_by("-is_default_site", "pk")
    return [({f"{each.hostname}:{each.port}", each.hostname}, served(each)) for each in sites]


def read_sites() -> list[ServedSite]:
    """Read all sites from the database, the default one first."""
    return [site for _, site in _read_sites(None)]


_sites = cached_until_change(_read_sites, reads_content=False)
"""Return each site with the names that `site=` may give it, the default one first."""


def known_sites() -> list[ServedSite]:
    """Return all sites, the default one first; no query once the sites are known."""
    return [site for _, site in _sites(None)]


def site_with_id(pk: int) -> ServedSite | None:
    """Return the site with this id; no query once the sites are known."""
    return next((site for site in known_sites() if site.pk == pk), None)


def _find(address: tuple[str, str]) -> ServedSite | None:
    host, port = address
    try:
        return served(get_site_for_hostname(host, port))
    except Site.DoesNotExist:
        return None


_served = cached_until_change(_find, reads_content=False)


@lru_cache
def prefix_of(language: str) -> str:
    """Return the first part of the addresses of a language: empty, or like `/id`."""
    if not settings.WAGTAIL_I18N_ENABLED:
        return ""
    return "" if language == settings.LANGUAGE_CODE else f"/{language}"
