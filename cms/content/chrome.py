"""The layout around the content of every page: navigation, breadcrumb, languages."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page, Site
from wagtail.models.sites import get_site_for_hostname

from cms.caching.lookups import cached_until_change
from cms.maintenance.state import visible

LANGUAGE_NAMES = dict(settings.WAGTAIL_CONTENT_LANGUAGES)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the layout; `is_current` marks the current page and its ancestors.

    `full_url` is absolute, as search engines need it for translations.
    """

    title: str
    url: str
    is_current: bool = False
    language: str = ""
    full_url: str = ""


def breadcrumb(page: Page, request: HttpRequest | None = None) -> list[Link]:
    """Return links from the site's root to the page's parent; none on the root itself."""
    site = Site.find_for_request(request) if request else page.get_site()
    if site is None or page.pk == site.root_page_id:
        return []
    ancestors = page.get_ancestors().filter(depth__gte=2).order_by("depth")
    return [
        Link("Home" if ancestor.depth == 2 else ancestor.title, ancestor.get_url(request) or "")
        for ancestor in ancestors
    ]


def navigation(request: HttpRequest) -> list[Link]:
    """Return the site's main sections: public pages below its root that are shown in menus."""
    host = split_domain_port(request.get_host())[0]
    links = _sections((host, request.get_port()))
    return [Link(title, url, request.path.startswith(url)) for title, url in links]


def _read_sections(address: tuple[str, str]) -> list[tuple[str, str]]:
    """Return titles and paths of the sections of the site at this host and port."""
    try:
        site = get_site_for_hostname(*address)
    except Site.DoesNotExist:
        return []
    sections = visible(site.root_page.get_children().live().in_menu())
    return [(page.title, page.get_url(current_site=site) or "") for page in sections]


_sections = cached_until_change(_read_sections)


def languages(page: Page, request: HttpRequest | None = None) -> list[Link]:
    """Return the page's public translations including itself; none if there is no other."""
    translations = visible(
        Page.objects.filter(translation_key=page.translation_key)
        .filter(Q(alias_of=None) | Q(pk=page.pk))  # an alias shows another language's content
        .live()
        .select_related("locale")
    )
    links = [
        Link(
            LANGUAGE_NAMES.get(each.locale.language_code, each.locale.language_code),
            each.get_url(request) or "",
            each.pk == page.pk,
            each.locale.language_code,
            each.get_full_url(request) or "",
        )
        for each in translations
    ]
    return links if len(links) > 1 else []


def chrome(request: HttpRequest) -> dict[str, object]:
    """Context processor; the navigation is read only if a template uses it."""
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "navigation": SimpleLazyObject(lambda: navigation(request)),
    }
