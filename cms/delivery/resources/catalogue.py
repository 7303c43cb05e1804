"""The short lists that a front end reads when it starts: sites, languages, topics."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field
from wagtail.models import Locale, Site

from cms.content.models import Topic
from cms.delivery.http.parameters import LanguageCode, Parameters, describe, read
from cms.delivery.http.problem import ERRORS
from cms.delivery.http.responses import answer
from cms.delivery.http.served_site import ServedSite, served, site_of
from cms.delivery.pages.fallback import (
    FALLBACK_DESCRIPTION,
    Fallback,
    check_codes,
    check_one_language,
)
from cms.delivery.pages.schema import TopicJson
from cms.sites.texts import SiteTexts, site_texts

router = Router(tags=["catalogue"])


class LocaleJson(BaseModel):
    """`code` is the language's; `path` is where its pages begin, null if it has none."""

    code: str
    name: str
    is_default: bool
    path: str | None


class SiteLinkJson(BaseModel):
    """`language` is the code of the page's language where it is not that of the settings."""

    label: str
    url: str
    language: str


class FooterColumnJson(BaseModel):
    title: str
    links: list[SiteLinkJson]


class LogoJson(BaseModel):
    url: str
    width: int
    height: int


class HomePartJson(BaseModel):
    """`kind` is sections, updated or popular; `number` is that of updated pages, else 0."""

    kind: str
    title: str
    number: int


class ColorsJson(BaseModel):
    """Colours like #0f2f63; their contrast is checked when they are saved."""

    header: str
    link: str
    link_dark: str
    highlight: str


class VocabularyJson(BaseModel):
    """The organisation's words for its members, their offices and their representatives."""

    members: str
    office: str
    representative: str


class SiteSettingsJson(BaseModel):
    """The site's settings in one language; what is not set there is taken from the fallback."""

    locale: str
    name: str
    strap_line: str
    logo: LogoJson | None
    footer_columns: list[FooterColumnJson]
    contact: str
    contact_email: str
    social_links: list[SiteLinkJson]
    search_placeholder: str
    popular_searches: list[str]
    home_parts: list[HomePartJson]
    colors: ColorsJson
    vocabulary: VocabularyJson


class SiteJson(BaseModel):
    """`name` is that of the default language; `settings` has an entry for each language."""

    id: int
    name: str
    url: str
    hostname: str
    is_default: bool
    locales: list[str]
    settings: list[SiteSettingsJson]


PUBLIC_SETTINGS = frozenset(SiteSettingsJson.model_fields)


class TopicParameters(Parameters):
    locale: LanguageCode | None = Field(
        None, description="The language of the names; the default one if unset."
    )
    fallback: Fallback = Field((), description=FALLBACK_DESCRIPTION)


class TopicList(BaseModel):
    items: list[TopicJson]


class LocaleList(BaseModel):
    items: list[LocaleJson]


class SiteList(BaseModel):
    items: list[SiteJson]


@router.get(
    "topics/",
    response={HTTPStatus.OK: TopicList, **ERRORS},
    operation_id="listTopics",
    openapi_extra=describe(TopicParameters),
)
def topics(request: HttpRequest) -> HttpResponse:
    """The taxonomy by which pages are grouped, in one language."""
    params = read(request, TopicParameters)
    locales = [params.locale] if params.locale else []
    languages = dict(settings.LANGUAGES)
    check_codes(languages, locales, "locale")
    check_codes(languages, params.fallback, "fallback")
    if params.fallback:
        check_one_language(locales)
    code = params.locale or settings.LANGUAGE_CODE
    items = [TopicJson.of(each, code, params.fallback).model_dump() for each in Topic.objects.all()]
    return answer({"items": items}, ["topics"], is_cacheable=True)


@router.get(
    "locales/",
    response={HTTPStatus.OK: LocaleList, **ERRORS},
    operation_id="listLocales",
    openapi_extra=describe(Parameters),
)
def locales(request: HttpRequest) -> HttpResponse:
    """The languages of the content."""
    read(request, Parameters)
    paths = {root.language: f"{root.prefix}/" for root in site_of(request).roots}
    items = [
        {
            "code": each.language_code,
            "name": each.get_display_name(),
            "is_default": each.language_code == settings.LANGUAGE_CODE,
            "path": paths.get(each.language_code),
        }
        for each in Locale.objects.filter(language_code__in=dict(settings.LANGUAGES))
    ]
    return answer({"items": items}, ["locales"], is_cacheable=True)


@router.get(
    "sites/",
    response={HTTPStatus.OK: SiteList, **ERRORS},
    operation_id="listSites",
    openapi_extra=describe(Parameters),
)
def sites(request: HttpRequest) -> HttpResponse:
    """The sites of this installation."""
    read(request, Parameters)
    items = [
        _site(each)
        for each in Site.objects.select_related("root_page").order_by("-is_default_site", "pk")
    ]
    return answer({"items": items}, ["sites"], is_cacheable=True)


def _site(site: Site) -> dict[str, Any]:
    served_site = served(site)
    locales = [root.language for root in served_site.roots]
    return {
        "id": site.pk,
        "name": site_texts((site, settings.LANGUAGE_CODE)).name,
        "url": site.root_url,
        "hostname": site.hostname,
        "is_default": site.is_default_site,
        "locales": locales,
        "settings": [_settings(site_texts((site, code)), code, served_site) for code in locales],
    }


def _settings(texts: SiteTexts, locale: str, site: ServedSite) -> dict[str, Any]:
    values = {name: value for name, value in asdict(texts).items() if name in PUBLIC_SETTINGS}
    if texts.logo:
        values["logo"]["url"] = site.file_url(texts.logo.url)
    return {"locale": locale, **values, "colors": texts.colors._asdict()}
