"""The layout of all pages: navigation, breadcrumb, languages."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext, override
from wagtail.models import Page, Site
from wagtail.models.sites import get_site_for_hostname

from cms.caching.lookups import cached_until_change
from cms.languages.active import active_interface_language, active_language
from cms.languages.registry import fallbacks, language
from cms.maintenance.state import visible
from cms.sites.texts import SiteTexts, site_texts


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the layout; `is_current` marks the current page and its ancestors.

    `language` is the code of the text's language, empty if it is that around the link.
    `full_url` is absolute, as search engines require for translations; `is_default` marks the
    translation for readers of all other languages.
    """

    title: str
    url: str
    is_current: bool = False
    language: str = ""
    full_url: str = ""
    is_default: bool = False


def breadcrumb(page: Page, request: HttpRequest | None, above: Iterable[Page]) -> list[Link]:
    """Return links to the public pages above the page; empty for the site's root page."""
    site = Site.find_for_request(request) if request else page.get_site()
    if site is None or page.pk == site.root_page_id:
        return []
    return [
        Link(ancestor.title, ancestor.get_url(request) or "")
        if ancestor.depth > 2
        else home_link(ancestor.get_url(request) or "")
        for ancestor in visible(above)
    ]


def home_link(url: str) -> Link:
    """Return the link to the home page, whose title is a text of the interface."""
    shown = active_interface_language()
    return Link(gettext("Home"), url, language=shown if shown != active_language() else "")


@dataclass(frozen=True, slots=True)
class Section:
    """A link of the menu, in the language in which its page exists."""

    title: str
    url: str
    language: str


def navigation(request: HttpRequest) -> list[Link]:
    """Return the site's main sections: public pages below the root page that are shown in menus.

    If a section has no page in the active language, the first language of the fallback chain that
    has one is used.
    """
    shown = active_interface_language()
    return [
        Link(
            each.title,
            each.url,
            request.path.startswith(each.url),
            each.language if each.language != shown else "",
        )
        for each in _layout(_place(request))[1]
    ]


def home_path(request: HttpRequest) -> str:
    """Return the path of the home page in the active language, or in the default one."""
    return _layout(_place(request))[0]


type Place = tuple[str, str, str]
"""A tuple of host, port and language code."""


def _place(request: HttpRequest) -> Place:
    host = split_domain_port(request.get_host())[0]
    return host, request.get_port(), active_language()


def _find_site(address: tuple[str, str]) -> Site | None:
    try:
        site: Site = get_site_for_hostname(*address)
    except Site.DoesNotExist:
        return None
    site.root_page = site.root_page.specific
    return site


def _root_page_keys(site: Site | None) -> list[str]:
    return [f"page-{site.root_page_id}"] if site else []


_site_at = cached_until_change(_find_site, content_keys=_root_page_keys)
"""Return the site at a host and port; None for a host of no site."""


def set_site(request: HttpRequest) -> None:
    """Set what `Site.find_for_request` returns, with the specific root page; no query if cached.

    The request gets copies, so that nothing set on them reaches other requests.
    """
    host = split_domain_port(request.get_host())[0]
    if cached := _site_at((host, request.get_port())):
        site = copy(cached)
        site.root_page = copy(cached.root_page)
        request._wagtail_site = site  # type: ignore[attr-defined]


def _read_layout(place: Place) -> tuple[str, list[Section]]:
    """Return the path of the home page and the sections of the site at this host and port."""
    host, port, code = place
    site = _site_at((host, port))
    if site is None:
        return "/", []
    default = settings.LANGUAGE_CODE
    sections = visible(site.root_page.get_children().live().in_menu())
    if code == default:
        return "/", [_section(page, default, site) for page in sections]
    keys = [page.translation_key for page in sections]
    translations = _translations([site.root_page.translation_key, *keys], fallbacks(code, default))
    translated = [translations.get(page.translation_key, (page, default)) for page in sections]
    home, home_language = translations.get(site.root_page.translation_key, (None, ""))
    if home is None or home_language != code:
        return "/", [_section(page, language, site) for page, language in translated]
    children = home.get_children().live().in_menu().filter(alias_of=None)
    translated += [(page, code) for page in visible(children.exclude(translation_key__in=keys))]
    return home.get_url(current_site=site) or "/", [
        _section(page, language, site) for page, language in translated
    ]


def _translations(keys: list[object], chain: tuple[str, ...]) -> dict[object, tuple[Page, str]]:
    """Return, by translation key, the public page in the first language of `chain` that has one.

    Aliases are left out, because they show the content of another language.
    """
    pages = Page.objects.filter(
        translation_key__in=keys, locale__language_code__in=chain, alias_of=None
    )
    translations: dict[object, tuple[Page, str]] = {}
    for page in visible(pages.live().select_related("locale")):
        code = page.locale.language_code
        current = translations.get(page.translation_key)
        if current is None or chain.index(code) < chain.index(current[1]):
            translations[page.translation_key] = page, code
    return translations


def _section(page: Page, code: str, site: Site) -> Section:
    return Section(page.title, page.get_url(current_site=site) or "", code)


_layout = cached_until_change(_read_layout, reads_content=False)


def languages(page: Page, request: HttpRequest | None = None) -> list[Link]:
    """Return links to the public translations of the page; empty if there is only one."""
    translations = visible(
        Page.objects.filter(translation_key=page.translation_key)
        .filter(Q(alias_of=None) | Q(pk=page.pk))  # an alias shows another language's content
        .live()
        .select_related("locale")
    )
    links = [
        Link(
            language(each.locale.language_code).endonym,
            each.get_url(request) or "",
            each.pk == page.pk,
            each.locale.language_code,
            each.get_full_url(request) or "",
            each.locale.language_code == settings.LANGUAGE_CODE,
        )
        for each in translations
    ]
    return links if len(links) > 1 else []


def search_languages(codes: Iterable[str], query: str) -> list[Link]:
    """Return links to the search page in each of the languages, with the same query.

    Languages without URLs on the site are left out.
    """
    served = [code for code in codes if code in dict(settings.LANGUAGES)]
    links = []
    for code in served:
        with override(code):
            path = reverse("search")
        url = f"{path}?{query}" if query else path
        links.append(Link(language(code).endonym, url, code == active_language(), code))
    return links if len(links) > 1 else []


def site_of_layout(request: HttpRequest) -> SiteTexts:
    """Return the settings of the site at this host, in the active language; cached."""
    host, port, code = _place(request)
    site = _site_at((host, port))
    return site_texts((site, code)) if site else SiteTexts(settings.WAGTAIL_SITE_NAME)


def chrome(request: HttpRequest) -> dict[str, object]:
    """Add the layout to the context; its parts are read only if a template uses them."""
    texts = SimpleLazyObject(lambda: site_of_layout(request))
    return {
        "site_name": SimpleLazyObject(lambda: texts.name),
        "site_texts": texts,
        "search_path": reverse("search"),
        "home_path": SimpleLazyObject(lambda: home_path(request)),
        "navigation": SimpleLazyObject(lambda: navigation(request)),
    }
