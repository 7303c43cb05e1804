"""The views of the search page and of its OpenSearch description."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import get_language, gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page, Site

from cms.content.layout.chrome import search_languages, site_of_layout
from cms.content.layout.parts import render_once
from cms.delivery.http.served_site import ServedSite, site_of_host
from cms.maintenance.state import Content, public_state
from search.api.presentation import address, warnings_json
from search.engines import active
from search.engines.protocol import EngineUnavailableError
from search.fields import search_fields
from search.http.answer_cache import TOKEN_PLACEHOLDER, AnswerRecord
from search.http.paths import API_PATH
from search.http.throttle import beacons, limited
from search.insight.daily_counts import most_read
from search.insight.log import log_opened
from search.page.context import chip_links, page_context, relaxed, search_url, with_facets
from search.query import print_query
from search.query.explanation import explain
from search.request.form import form_of, in_one_text
from search.request.parameters import read_parameters, write_parameters
from search.request.search_request import SearchRequest
from search.service.cursor import CursorError
from search.service.search import Answer, search
from search.vocabulary.choices import choices
from search.vocabulary.labels import field_values, labels, resolve_names

WHERE = ("", "title")
AS_WRITTEN = "as_written"
"""The query parameter that turns off spelling correction."""


@csrf_exempt
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Return the search page; parameters that cannot be read are reported and left out.

    The fields of the advanced form are first rewritten as one query, and redirected to its address.
    With `advanced` the form is open.
    """
    params = dict(request.GET.lists())
    where = params.pop("where", [""])[-1]
    params.pop("advanced", None)
    params.pop(AS_WRITTEN, None)
    reading = read_parameters(params)
    in_one_query = in_one_text(reading.request, "title" if where == "title" else "anywhere")
    if where in WHERE and in_one_query != reading.request and not reading.errors:
        return HttpResponseRedirect(search_url(in_one_query))
    problems = [error.message for error in reading.errors]
    response, answer = _render(request, with_facets(resolve_names(reading.request)), problems)
    if answer:
        response.answer_record = AnswerRecord.of(answer)  # type: ignore[attr-defined]
    return response


@csrf_exempt
@require_POST
@limited(beacons)
def opened(request: HttpRequest) -> HttpResponse:
    """Log an opened result, which a browser reports with the token of the search."""
    try:
        log_opened(request, request.POST.get("token", ""), request.POST.get("page", ""))
    except BadSignature:
        detail = "The token is invalid or older than a day, or does not include this page."
        return HttpResponse(
            detail, status=HTTPStatus.UNPROCESSABLE_ENTITY, content_type="text/plain"
        )
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _render(
    request: HttpRequest, search_request: SearchRequest, problems: list[str]
) -> tuple[TemplateResponse, Answer | None]:
    """Return the page, which is the same for every visitor, and its answer if there is one."""
    answer = None
    site = site_of_host(request)
    language = _preferred_language(site)
    form = form_of(search_request)
    exported = search_request.with_options(facets=(), cursor="").preferring(
        search_request.prefer_locale or language
    )
    context: dict[str, Any] = {
        "request_": search_request,
        "languages": search_languages(
            [root.language for root in site.roots], request.META.get("QUERY_STRING", "")
        ),
        "problems": problems,
        "chips": chip_links(search_request),
        "form": form,
        "choices": render_once("search/choices.html", (("choices", choices(form)),))
        if form
        else "",
        "kept": write_parameters(replace(search_request, text="", facets=(), cursor="")),
        "is_advanced": search_request.match == "all" or "advanced" in request.GET,
        "parsed": print_query(search_request.query.tree),
        "fallen_back": len(active.names()) > 1,
        "feed_url": address(API_PATH, exported, format="atom"),
        "csv_url": address(API_PATH, exported, format="csv"),
        "prefers_language": bool(
            language and search_request.sort == "relevance" and not search_request.filter("locale")
        ),
    }
    status = HTTPStatus.OK
    try:
        answer = search(search_request, site=site, language=language)
    except CursorError as error:
        problems.append(str(error))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    except EngineUnavailableError:
        problems.append(gettext("The search cannot answer now. Try again shortly."))
        status = HTTPStatus.SERVICE_UNAVAILABLE
    else:
        corrected = None if AS_WRITTEN in request.GET else _corrected(answer, site, language)
        context |= page_context(corrected or answer) | {
            "warnings": _readable(warnings_json(answer))
        }
        context["understood"] = explain(answer.request.expanded_tree, _label)
        context["is_empty_search"] = _is_empty(search_request)
        if corrected:
            context |= _correction(answer, corrected)
        context["opened"] = TOKEN_PLACEHOLDER
        if context["is_empty_search"]:
            context["most_read"] = _public(most_read(site=site.pk), site)
        elif not answer.hits and not corrected:
            context["looser"] = _with_hits(relaxed(search_request), site)
            context["most_read"] = _public(most_read(site=site.pk), site)
    response = TemplateResponse(request, "search/search.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response, answer


def _preferred_language(site: ServedSite) -> str:
    """Return the language of the page if the site has others, too; else an empty string."""
    return (get_language() or "") if len(site.roots) > 1 else ""


def _corrected(answer: Answer, site: ServedSite, language: str) -> Answer | None:
    """Return the answer to the corrected query if the original one finds nothing."""
    suggestion = answer.result.suggestion
    if answer.hits or not suggestion or answer.request.cursor:
        return None
    corrected = search(answer.request.with_text(suggestion), site=site, language=language)
    return corrected if corrected.hits else None


def _correction(answer: Answer, corrected: Answer) -> dict[str, Any]:
    """Return the context that reports a correction and links to the original query."""
    url = search_url(answer.request)
    return {
        "corrected": corrected.request.query.text,
        "corrected_url": search_url(corrected.request),
        "as_written_url": f"{url}{'&' if '?' in url else '?'}{AS_WRITTEN}",
        "suggestion": None,
    }


def _is_empty(request: SearchRequest) -> bool:
    """Return whether the request has no words, no filters and no period."""
    period = request.date_from or request.date_to
    return not (request.has_words or request.none.strip() or request.filters or period)


def _readable(warnings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the warnings with labels in place of internal values."""
    internal = (field for field in search_fields().values if field.is_internal)
    names = {value: each for field in internal for value, each in field_values(field).items()}
    for warning in warnings:
        for value, (label, *_) in names.items():
            warning["message"] = warning["message"].replace(value, label)
    return warnings


def _label(name: str, value: str) -> str:
    return labels(name, [value])[value]


def _with_hits(variants: list[SearchRequest], site: ServedSite) -> list[dict[str, Any]]:
    answers: list[Answer] = [search(variant, site=site) for variant in variants]
    return [
        {
            "text": each.request.query.text,
            "url": search_url(each.request),
            "total": each.result.total,
            "is_narrowed": bool(chip_links(each.request)),
        }
        for each in answers
        if each.result.total
    ]


def _public(page_ids: list[int], site: ServedSite) -> list[Page]:
    """Return the pages of the site in this order, without those that are not public."""
    pages = Page.objects.filter(site.below()).in_bulk(page_ids)
    existing = [pages[page_id] for page_id in page_ids if page_id in pages]
    return [page for page in existing if isinstance(public_state(page), Content)]


def opensearch(request: HttpRequest) -> HttpResponse:
    """Return the OpenSearch 1.1 description, with the URLs of the search page and the feed."""
    site = Site.find_for_request(request)
    root = escape(site.root_url if site else request.build_absolute_uri("/").rstrip("/"))
    name = site_of_layout(request).name
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"  <ShortName>{escape(name[:16])}</ShortName>\n"
        f"  <Description>{escape(gettext('Search {name}').format(name=name))}</Description>\n"
        "  <InputEncoding>UTF-8</InputEncoding>\n"
        f'  <Url type="text/html" template="{root}{reverse("search")}?q={{searchTerms}}"/>\n'
        '  <Url type="application/atom+xml" '
        f'template="{root}/api/delivery/v1/search/?q={{searchTerms}}&amp;format=atom"/>\n'
        "</OpenSearchDescription>\n"
    )
    return HttpResponse(text, content_type="application/opensearchdescription+xml")
