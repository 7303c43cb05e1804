"""The addresses of a site as data, for front ends that write their own sitemap."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel, Field
from wagtail.models import Page

from cms.delivery.http.cursor import part_of
from cms.delivery.http.parameters import DIGITS, LanguageCode, Parameters, describe, read
from cms.delivery.http.problem import ERRORS
from cms.delivery.http.responses import answer
from cms.delivery.http.served_site import ServedSite, site_of
from cms.delivery.pages.fallback import check_languages
from cms.delivery.pages.lists.filters import public_pages
from cms.delivery.pages.lists.listing import next_url
from cms.delivery.pages.neighbours import PageRow, page_rows, state_of
from cms.maintenance.state import Content, withheld

router = Router(tags=["navigation"])
PART = 1_000


class SitemapAlternate(BaseModel):
    """The same page in a language, itself included (`hreflang`)."""

    locale: str
    url: str


class SitemapEntry(BaseModel):
    """The address of a page; `alternates` is empty where there is no other language."""

    id: int
    path: str
    url: str
    locale: str
    last_modified: datetime | None
    alternates: list[SitemapAlternate]


class SitemapPart(BaseModel):
    """`next` is the address of the following part, null at the end."""

    items: list[SitemapEntry]
    next: str | None


class SitemapParameters(Parameters):
    locale: tuple[LanguageCode, ...] = Field((), description="Pages in these languages.")
    limit: Annotated[int, Field(ge=1, le=PART), DIGITS] = Field(
        PART, description="The most addresses that one answer has."
    )
    cursor: str | None = Field(None, description="From `next` of the part before.")


@router.get(
    "sitemap/",
    response={HTTPStatus.OK: SitemapPart, **ERRORS},
    operation_id="getSitemap",
    openapi_extra=describe(SitemapParameters),
)
def sitemap(request: HttpRequest) -> HttpResponse:
    """The addresses of all pages with public content, as in `/sitemap.xml`, without aliases."""
    site, params = site_of(request), read(request, SitemapParameters)
    check_languages(site, params.locale, "locale")
    pages = _with_content(site).select_related("locale")
    if params.locale:
        pages = pages.filter(locale__language_code__in=params.locale)
    part, more = part_of(pages, "path", params.cursor, params.limit)
    payload = {
        "items": list(_entries(part, site)),
        "next": more and next_url(request, more),
    }
    return answer(payload, ["pages"], is_cacheable=True)


def _with_content(site: ServedSite) -> "QuerySet[Page]":
    now = timezone.now()
    pages = public_pages(site).filter(Q(expire_at=None) | Q(expire_at__gt=now), alias_of=None)
    return pages.exclude(withheld(now))


def _entries(pages: Sequence[Page], site: ServedSite) -> Iterator[dict[str, Any]]:
    """Yield the entries of pages; one query for their translations."""
    same: dict[Any, list[PageRow]] = defaultdict(list)
    keys = {page.translation_key for page in pages}
    for each in page_rows(_with_content(site).filter(translation_key__in=keys).order_by("path")):
        if isinstance(state_of(each), Content):
            same[each.translation_key].append(each)
    for page in pages:
        if not isinstance(state_of(page), Content):
            continue
        versions = same[page.translation_key]
        yield {
            "id": page.pk,
            "path": site.path_of(page),
            "url": site.url_of(page),
            "locale": page.locale.language_code,
            "last_modified": page.last_published_at or page.latest_revision_created_at,
            "alternates": [
                {"locale": each.language_code, "url": site.url_of(each)} for each in versions
            ]
            if len(versions) > 1
            else [],
        }
