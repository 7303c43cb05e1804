"""The API's search routes: the same service as the search page."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from cms.delivery import parameters
from cms.delivery.answer import answer as json_answer
from cms.delivery.problem import Problem, ProblemError, invalid
from cms.delivery.site import site_of
from search.cursor import CursorError
from search.engines.protocol import EngineUnavailableError
from search.formats import FORMATS
from search.parameters import read_parameters
from search.presentation import answer_json
from search.schema import SearchJson, SuggestionsJson
from search.service import Answer, search, suggest

router = Router(tags=["search"])
ERRORS: dict[int, Any] = dict.fromkeys((422, 429, 503), Problem)
MOST_SUGGESTIONS = 20


@router.get("", response={200: SearchJson, **ERRORS}, url_name="search")
def search_pages(request: HttpRequest) -> HttpResponse:
    """Pages for a query, with facets, excerpts and another spelling; as JSON, CSV or Atom."""
    reading = read_parameters(dict(request.GET.lists()))
    if reading.errors:
        told = [{"name": e.parameter, "message": e.message} for e in reading.errors]
        detail = " ".join(error.message for error in reading.errors)
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, detail, parameters=told)
    site = site_of(request)
    found = _searched(reading.request)
    if reading.format != "json":
        return FORMATS[reading.format](found, site, request)
    return json_answer(request, answer_json(found, site, request.path))


@router.get("suggest/", response={200: SuggestionsJson, **ERRORS})
def suggest_pages(request: HttpRequest) -> HttpResponse:
    """What the words typed so far may become."""
    parameters.only(request, ("q", "locale", "limit"))
    text = parameters.text(request, "q") or ""
    limit = parameters.number(request, "limit", 8, 1, MOST_SUGGESTIONS) or 8
    site = site_of(request)
    try:
        found = suggest(text[:200], tuple(request.GET.getlist("locale")), limit)
    except EngineUnavailableError as error:
        raise _unavailable() from error
    suggestions = [
        {"text": each.text, "url": site.root_url + each.path, "type": each.type} for each in found
    ]
    return json_answer(request, {"suggestions": suggestions})


def _searched(request: Any) -> Answer:
    try:
        return search(request)
    except CursorError as error:
        raise invalid("cursor", str(error)) from error
    except EngineUnavailableError as error:
        raise _unavailable() from error


def _unavailable() -> ProblemError:
    detail = "The search cannot answer at the moment; try again shortly."
    return ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, detail)
