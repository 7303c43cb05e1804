"""The settings of a site as templates, feeds and the API use them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.conf import settings
from wagtail.models import Page, Site

from cms.caching.lookups import cached_until_change
from cms.directory.vocabulary import Vocabulary
from cms.languages.active import active_language
from cms.languages.interface import site_language
from cms.languages.registry import fallbacks
from cms.maintenance.notice_text import NoticeText
from cms.maintenance.state import Content, public_state
from cms.sites.colors import USUAL, Colors
from cms.sites.locales import language_codes
from cms.sites.models import SiteSettings, searches_of
from cms.sites.stylesheet import stylesheet_url

TEXTS = (
    "name",
    "strap_line",
    "contact",
    "contact_email",
    "search_placeholder",
    "email_sender",
    "preview_url",
)


@dataclass(frozen=True, slots=True)
class SiteLink:
    """A link; `language` is the code of its page's language where that is another one."""

    label: str
    url: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    links: tuple[SiteLink, ...]


@dataclass(frozen=True, slots=True)
class Logo:
    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class HomePart:
    """A part of the home page: `sections`, `updated` or `popular`; `number` of pages, if any."""

    kind: str
    title: str
    number: int = 0


USUAL_PARTS = (HomePart("sections", ""),)


@dataclass(frozen=True, slots=True)
class SiteTexts:
    """The settings of a site in one language, with fallbacks applied; empty if not set."""

    name: str
    strap_line: str = ""
    contact: str = ""
    contact_email: str = ""
    search_placeholder: str = ""
    email_sender: str = ""
    preview_url: str = ""
    logo: Logo | None = None
    footer_columns: tuple[Column, ...] = ()
    social_links: tuple[SiteLink, ...] = ()
    popular_searches: tuple[str, ...] = ()
    home_parts: tuple[HomePart, ...] = USUAL_PARTS
    colors: Colors = USUAL
    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    @property
    def stylesheet(self) -> str:
        """Return the address of the stylesheet of the colours; empty for the usual ones."""
        return stylesheet_url(self.colors)


def texts_of(site: Site, language: str) -> SiteTexts:
    """Return the settings of a site in a language; one query, and those for linked pages."""
    rows = _settings(site, language)
    texts = {name: _first(rows, name) for name in TEXTS}
    texts["name"] = texts["name"] or site.site_name or site.hostname
    logo = next((each.logo for each in rows if each.logo), None)
    words = Vocabulary(*(_first(rows, f"{each.name}_word") for each in fields(Vocabulary)))
    with site_language(language):
        vocabulary = words.with_defaults()
    return SiteTexts(
        **texts,
        logo=Logo(logo.file.url, logo.width, logo.height) if logo else None,
        footer_columns=tuple(_columns(_first(rows, "footer_columns") or (), language)),
        social_links=tuple(_links(_values(_first(rows, "social_links") or ()), language)),
        popular_searches=searches_of(_first(rows, "popular_searches")),
        home_parts=tuple(_parts(_first(rows, "home_parts"))) or USUAL_PARTS,
        colors=next((each.colors for each in rows if not each.language), USUAL),
        vocabulary=vocabulary,
    )


def _settings(site: Site, language: str) -> list[SiteSettings]:
    """Return the settings of a site, those of the language first; one query."""
    rows = {
        each.language: each
        for each in SiteSettings.objects.filter(site=site).select_related("logo")
    }
    chain = [*fallbacks(language, settings.LANGUAGE_CODE), ""]
    return [rows[code] for code in chain if code in rows]


def _first(rows: Sequence[SiteSettings], name: str) -> Any:
    return next((value for row in rows if (value := getattr(row, name))), "")


def _parts(stream: Iterable[Any]) -> Iterable[HomePart]:
    for each in stream:
        yield HomePart(each.block_type, each.value["title"], each.value.get("number") or 0)


def _columns(stream: Iterable[Any], language: str) -> Iterable[Column]:
    for value in _values(stream):
        if links := tuple(_links(value["links"], language)):
            yield Column(value["title"], links)


def _values(stream: Iterable[Any]) -> Iterable[Any]:
    return (each.value for each in stream)


def _links(values: Iterable[Any], language: str) -> Iterable[SiteLink]:
    """Yield the links; those to a page that is not public are left out."""
    for value in values:
        page = value.get("page")
        if page and not (page.live and isinstance(public_state(page), Content)):
            continue
        if url := (page.url if page else value.get("url")):
            code = language_codes(None).get(page.locale_id, "") if page else ""
            yield SiteLink(value["label"], url, "" if code == language else code)


def _read(key: tuple[Site, str]) -> SiteTexts:
    return texts_of(*key)


site_texts = cached_until_change(_read, reads_content=False)
"""Return the settings of a site and language; no query until a setting or page changes."""


def _find(pk: int) -> Site:
    site: Site = Site.objects.get(pk=pk)
    return site


site_with_id = cached_until_change(_find, reads_content=False)
"""Return the site with this id; raises Site.DoesNotExist."""


def _find_default(_: None) -> Site | None:
    site: Site | None = Site.objects.filter(is_default_site=True).first()
    return site


_default_site = cached_until_change(_find_default, reads_content=False)


def default_texts() -> SiteTexts | None:
    """Return the settings of the default site in the default language; None without a site."""
    site = _default_site(None)
    return site_texts((site, settings.LANGUAGE_CODE)) if site else None


def email_sender() -> str:
    """Return the sender in the settings of the default site; empty where none is set."""
    texts = default_texts()
    return texts.email_sender if texts else ""


def default_vocabulary() -> Vocabulary:
    """Return the words of the default site in the active language."""
    site = _default_site(None)
    if site is None:
        return Vocabulary()
    return site_texts((site, active_language())).vocabulary


def _read_notice(key: tuple[Site, str]) -> NoticeText:
    rows = _settings(*key)
    return NoticeText(_first(rows, "maintenance_heading"), _first(rows, "maintenance_message"))


_notice = cached_until_change(_read_notice, reads_content=False)


def maintenance_notice(page: Page) -> NoticeText:
    """Return the default notice in the settings of the page's site and language.

    Reads no public state: the register of notices, on which that depends, is read with this.
    """
    parts = page.get_url_parts()
    if parts is None:
        return NoticeText("", "")
    return _notice((site_with_id(parts[0]), page.locale.language_code))


def preview_url(page: Page) -> str:
    """Return the address at which another front end shows drafts of the page; may be empty.

    It is that in the settings of the page's site and language, else that of the server.
    """
    parts = page.get_url_parts()
    texts = parts and site_texts((site_with_id(parts[0]), page.locale.language_code))
    return (texts and texts.preview_url) or settings.FRONTEND_PREVIEW_URL or ""
