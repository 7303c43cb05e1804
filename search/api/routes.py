"""The search routes of the delivery API."""

import re
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import Field

from cms.caching.response import CacheableResponse
from cms.delivery.http.parameters import DIGITS, LanguageCode, Parameters, Words, describe, read
from cms.delivery.http.problem import (
    ERRORS,
    Problem,
    ProblemError,
    in_preferred_language,
    invalid,
)
from cms.delivery.http.responses import answer as json_answer
from cms.delivery.http.responses import make_private
from cms.delivery.http.served_site import ServedSite, site_of, site_of_host
from cms.delivery.keys import require_scope
from cms.delivery.openapi import link
from search.api.formats import FORMATS
from search.api.parameters import openapi_parameters
from search.api.presentation import answer_json, surrogate_keys
from search.api.schema import SearchJson, SuggestionsJson
from search.engines.protocol import EngineUnavailableError
from search.http.answer_cache import AnswerRecord
from search.query.tokens import clean
from search.request.parameters import Format, read_parameters
from search.request.search_request import SearchRequest
from search.service.cursor import CursorError
from search.service.drafts import search_drafts
from search.service.search import Answer, search, suggest

ALL_SITES, EVERY_SITE = "all", 0  # no key is for the latter alone
router = Router(tags=["search"])
TOOK_MS = re.compile(rb'"took_ms":[\d.]+,')
UNAVAILABLE: dict[int, Any] = {503: Problem}
SUCCESS: dict[str, Any] = {
    "content": {
        kind: {"schema": {"type": "string"}} for kind in ("text/csv", "application/atom+xml")
    },
    "links": {"first": link("getPage", "page_id", "/results/0/id", "The first result, whole.")},
}


class SuggestParameters(Parameters):
    q: Annotated[str, Words] = Field("", description="What was typed so far.")
    locale: tuple[LanguageCode, ...] = Field((), description="Pages in these languages.")
    limit: Annotated[int, Field(ge=1, le=20), DIGITS] = Field(
        8, description="The most suggestions."
    )


@router.get(
    "",
    response={200: SearchJson, 403: Problem, **UNAVAILABLE, **ERRORS},
    url_name="search",
    by_alias=True,
    operation_id="search",
    openapi_extra={"parameters": openapi_parameters(), "responses": {200: SUCCESS}},
)
def search_pages(request: HttpRequest) -> HttpResponse:
    """Return pages that match a query, with facets and excerpts, as JSON, CSV or Atom."""
    params = dict(request.GET.lists())
    params.pop("site", None)
    with in_preferred_language(request):
        reading = read_parameters(params)
    if reading.errors:
        named = [{"name": e.parameter, "message": e.message} for e in reading.errors]
        detail = " ".join(error.message for error in reading.errors)
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, detail, parameters=named)
    site, within = _site_of(request)
    if reading.version == "draft":
        require_scope(request, "drafts", within.pk if within else EVERY_SITE)
        result = run_search(reading.request, within, search_drafts)
        return make_private(_response(result, _for_drafts(site), request, reading.format))
    result = run_search(reading.request, within)
    response = _response(result, site, request, reading.format)
    if reading.format == "json":
        response.answer_record = AnswerRecord.of(result)  # type: ignore[attr-defined]
    return response


def _response(
    result: Answer, site: ServedSite, request: HttpRequest, form: Format
) -> CacheableResponse:
    if form != "json":
        return FORMATS[form](result, site, request)
    payload = answer_json(result, site, request.path)
    response = json_answer(payload, ["search", *surrogate_keys(result)])
    response.etag_source = TOOK_MS.sub(b"", response.content)
    return response


def _for_drafts(site: ServedSite) -> ServedSite:
    """Return the site with addresses of the API that lead to drafts."""
    return replace(site, query=(*site.query, ("version", "draft")))


@router.get(
    "suggest/",
    response={200: SuggestionsJson, **UNAVAILABLE, **ERRORS},
    operation_id="suggest",
    openapi_extra=describe(SuggestParameters),
)
def suggest_pages(request: HttpRequest) -> HttpResponse:
    """Return completions of the words typed so far."""
    params = read(request, SuggestParameters)
    site, within = _site_of(request)
    try:
        completions = suggest(clean(params.q[:200]), params.locale, params.limit, within)
    except EngineUnavailableError as error:
        raise unavailable() from error
    suggestions = [
        {"text": each.text, "url": site.root_url + each.path, "type": each.type}
        for each in completions
    ]
    pages = [f"page-{each.page}" for each in completions if each.page]
    return json_answer({"suggestions": suggestions}, ["search", *pages])


def _site_of(request: HttpRequest) -> tuple[ServedSite, ServedSite | None]:
    """Return the site whose addresses are used, and the one to search; None for all."""
    if request.GET.get("site") == ALL_SITES:
        return replace(site_of_host(request), query=(("site", ALL_SITES),)), None
    site = site_of(request)
    return site, site


def run_search(
    request: SearchRequest, site: ServedSite | None, find: Callable[..., Answer] = search
) -> Answer:
    """Return the answer for one site, or for all; raises a 422 or a 503 problem."""
    try:
        return find(request, site=site)
    except CursorError as error:
        raise invalid("cursor", error.args[0]) from error
    except EngineUnavailableError as error:
        raise unavailable() from error


def unavailable() -> ProblemError:
    """Return the 503 problem of a search that no engine can answer."""
    detail = _("The search cannot answer now. Try again shortly.")
    return ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, detail)
