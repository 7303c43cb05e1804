"""The search page and the description by which browsers add it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import escape
from wagtail.models import Site

from search.cursor import CursorError
from search.engines.protocol import EngineUnavailableError
from search.labels import LOCALES
from search.page import chip_ways, looser, page_context, way_to, with_facets
from search.parameters import read_parameters
from search.presentation import address, warnings_json
from search.query.explanation import explain
from search.request import SearchRequest
from search.service import Answer, search


def search_page(request: HttpRequest) -> HttpResponse:
    """Every state is in the address; what cannot be read of it is told and left out."""
    reading = read_parameters(dict(request.GET.lists()))
    asked = with_facets(reading.request)
    context: dict[str, Any] = {
        "request_": asked,
        "problems": [error.message for error in reading.errors],
        "chips": chip_ways(asked),
        "understood": explain(asked.query.tree) if asked.query.tree else None,
        "locales": LOCALES,
        "is_advanced": _is_advanced(asked),
        "feed_url": address("/api/delivery/v1/search/", reading.request, format="atom"),
        "csv_url": address("/api/delivery/v1/search/", reading.request, format="csv"),
    }
    status = 200
    try:
        answer = search(asked)
    except CursorError as error:
        context["problems"].append(str(error))
        status = 422
    except EngineUnavailableError:
        context["problems"].append("The search cannot answer at the moment; try again shortly.")
        status = 503
    else:
        context |= page_context(answer) | {"warnings": warnings_json(answer)}
        if not answer.found:
            context["looser"] = _with_hits(looser(asked))
    response = TemplateResponse(request, "search/search.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


def _is_advanced(asked: SearchRequest) -> bool:
    boxes = (asked.all, asked.phrase, asked.any, asked.none, asked.date_from, asked.date_to)
    return any(boxes) or asked.match == "all"


def _with_hits(variants: list[SearchRequest]) -> list[dict[str, Any]]:
    answers: list[Answer] = [search(variant) for variant in variants]
    return [
        {"text": each.request.query.text, "url": way_to(each.request), "total": each.result.total}
        for each in answers
        if each.result.total
    ]


def opensearch(request: HttpRequest) -> HttpResponse:
    """OpenSearch 1.1: the address of results and of suggestions."""
    site = Site.find_for_request(request)
    root = escape(site.root_url if site else request.build_absolute_uri("/").rstrip("/"))
    name = escape((site.site_name if site else "") or "What We Do")
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"  <ShortName>{name[:16]}</ShortName>\n"
        f"  <Description>Search {name}</Description>\n"
        "  <InputEncoding>UTF-8</InputEncoding>\n"
        f'  <Url type="text/html" template="{root}/search/?q={{searchTerms}}"/>\n'
        '  <Url type="application/atom+xml" '
        f'template="{root}/api/delivery/v1/search/?q={{searchTerms}}&amp;format=atom"/>\n'
        "</OpenSearchDescription>\n"
    )
    return HttpResponse(text, content_type="application/opensearchdescription+xml")
