"""The short lists that a front end reads when it starts: sites, languages, topics."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel
from wagtail.models import Locale, Site

from cms.content.models import Topic
from cms.delivery.http.parameters import Parameters, describe, read
from cms.delivery.http.problem import ERRORS
from cms.delivery.http.responses import answer
from cms.delivery.http.served_site import served, site_of
from cms.delivery.pages.schema import TopicJson

router = Router(tags=["catalogue"])


class LocaleJson(BaseModel):
    """`code` is the language's; `path` is where its pages begin, null if it has none."""

    code: str
    name: str
    is_default: bool
    path: str | None


class SiteJson(BaseModel):
    id: int
    name: str
    url: str
    hostname: str
    is_default: bool
    locales: list[str]


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
    openapi_extra=describe(Parameters),
)
def topics(request: HttpRequest) -> HttpResponse:
    """The taxonomy by which pages are grouped."""
    read(request, Parameters)
    found = list(Topic.objects.values("slug", "name", "description"))
    return answer({"items": found}, ["topics"], is_cacheable=True)


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
    known = [
        {
            "code": each.language_code,
            "name": each.get_display_name(),
            "is_default": each.language_code == settings.LANGUAGE_CODE,
            "path": paths.get(each.language_code),
        }
        for each in Locale.objects.all()
    ]
    return answer({"items": known}, ["locales"], is_cacheable=True)


@router.get(
    "sites/",
    response={HTTPStatus.OK: SiteList, **ERRORS},
    operation_id="listSites",
    openapi_extra=describe(Parameters),
)
def sites(request: HttpRequest) -> HttpResponse:
    """The sites of this installation."""
    read(request, Parameters)
    found = [
        {
            "id": each.pk,
            "name": each.site_name or each.hostname,
            "url": each.root_url,
            "hostname": each.hostname,
            "is_default": each.is_default_site,
            "locales": [root.language for root in served(each).roots],
        }
        for each in Site.objects.select_related("root_page").order_by("-is_default_site", "pk")
    ]
    return answer({"items": found}, ["sites"], is_cacheable=True)
