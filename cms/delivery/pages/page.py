"""A page by id or by path, or its notice, redirect or problem."""

from http import HTTPStatus
from typing import Any, Literal

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from cms.changes.models import Change, Kind
from cms.delivery.http.parameters import LanguageCode, read
from cms.delivery.http.problem import ProblemError, invalid, problem_response
from cms.delivery.http.responses import answer, answer_json
from cms.delivery.http.served_site import ServedSite, site_of
from cms.delivery.http.surrogate_keys import keys
from cms.delivery.keys import require_scope
from cms.delivery.pages.drafts.page import draft_answer
from cms.delivery.pages.drafts.revisions import latest
from cms.delivery.pages.expansion import FormParameters, expansion
from cms.delivery.pages.fallback import (
    FALLBACK_DESCRIPTION,
    NEEDS_ONE_LANGUAGE,
    Fallback,
    check_languages,
    mark_fallbacks,
    root_of,
    same_path,
    translation_of,
)
from cms.delivery.pages.neighbours import PageRow, rows_with_ids, select_rows, state_of
from cms.delivery.pages.redirects import location_of
from cms.delivery.pages.richtext import add_trees
from cms.delivery.pages.schema import page_types
from cms.delivery.pages.serializer import serialize_page
from cms.delivery.pages.stubs import label_of, stub, under_maintenance
from cms.delivery.pages.whole import are_joinable, whole_pages
from cms.maintenance.redirects import redirect_at
from cms.maintenance.restricted import restricted_pages_included
from cms.maintenance.serving import with_retry_after
from cms.maintenance.state import Notice
from cms.media.draft_links import sign_files


class PageParameters(FormParameters):
    on_maintenance: Literal["problem", "notice"] = Field(
        "problem", description="Whether a page under maintenance is a 503 problem or a notice."
    )
    fallback: Fallback = Field((), description=FALLBACK_DESCRIPTION)
    version: Literal["live", "draft"] = Field(
        "live", description="`draft` is the latest one; it needs a key with the scope drafts."
    )


class IdParameters(PageParameters):
    locale: LanguageCode | None = Field(
        None, description="The page's translation in this language, in place of the page."
    )


class PathParameters(PageParameters):
    path: str = Field("/", max_length=1_000, description="The page's address within the site.")


def page_by_id(request: HttpRequest, pk: int) -> HttpResponse:
    site, params = site_of(request), read(request, IdParameters)
    page = next(iter(rows_with_ids([pk])), None)
    if page and not site.contains(page):
        page = None
    check_languages(site, params.fallback, "fallback")
    if params.locale:
        check_languages(site, [params.locale], "locale")
    elif params.fallback:
        raise invalid("fallback", NEEDS_ONE_LANGUAGE)
    if page and params.locale and page.language_code != params.locale:
        page = translation_of(site, page, [params.locale, *params.fallback])
    if params.version == "draft":
        return _draft(request, site, page, params)
    return _answer(site, page, params, Q(page_id=pk), preferred_language=params.locale or "")


def page_by_path(request: HttpRequest) -> HttpResponse:
    site, params = site_of(request), read(request, PathParameters)
    page = find_by_path(site, params.path)
    if page and params.version == "draft":
        return _draft(request, site, page, params)
    if page is None or not state_of(page).is_visible:
        redirect = redirect_at(site.pk, params.path)
        if redirect and (location := location_of(redirect, site)) is not None:
            payload = {
                "state": "redirect",
                "location": location,
                "permanent": redirect.is_permanent,
            }
            page_keys = [f"page-{redirect.redirect_page_id}"] if redirect.redirect_page_id else []
            return answer(payload, [*page_keys, "redirects", "pages"], is_cacheable=True)
    if params.version == "draft":
        return _draft(request, site, None, params)
    if params.fallback and not (page and state_of(page).is_visible):
        check_languages(site, params.fallback, "fallback")
        if fallback := _find_fallback(site, page, params):
            language = root_of(site, params.path).language
            return _answer(site, fallback, params, Q(pk__in=[]), preferred_language=language)
    changes = Q(pk__in=[]) if page else Q(url_path__in=list(site.url_paths(params.path)))
    return _answer(site, page, params, changes)


def _find_fallback(
    site: ServedSite, page: PageRow | None, params: PathParameters
) -> PageRow | None:
    """Return the public page in a fallback language for one that is missing or not public."""
    if page:
        return translation_of(site, page, params.fallback)
    paths = (same_path(site, params.path, code) for code in params.fallback)
    candidates = (find_by_path(site, path) for path in paths if path)
    return next((each for each in candidates if each and state_of(each).is_visible), None)


def find_by_path(site: ServedSite, path: str) -> PageRow | None:
    """Return the page at a path, public or not; found by its slug, which has an index."""
    roots = {root.url_path: root.pk for root in site.roots}
    conditions, values = [], list[Any]()
    for url_path in site.url_paths(path):
        if url_path in roots:
            return next(iter(rows_with_ids([roots[url_path]])), None)
        conditions.append("slug = %s AND url_path = %s")
        values += [url_path.rstrip("/").rpartition("/")[2], url_path]
    if not conditions:
        return None
    return next(iter(select_rows(f"({' OR '.join(conditions)})", values)), None)


def _answer(
    site: ServedSite,
    page: PageRow | None,
    params: PageParameters,
    changes: Q,
    preferred_language: str = "",
) -> HttpResponse:
    """Return the page or its notice; `preferred_language` is the one requested."""
    state = state_of(page) if page else None
    model = page_types().get(label_of(page.content_type_id)) if page else None
    if page is None or state is None or not state.is_visible or model is None:
        raise missing_page(changes)
    if isinstance(state, Notice):
        if params.on_maintenance == "notice":
            payload = under_maintenance(page, state, site)
            if preferred_language:
                mark_fallbacks([payload], preferred_language)
            return answer(payload, keys(payload))
        return under_maintenance_problem(page, state, site)
    return page_answer(page, site, params, changes, preferred_language)


def _draft(
    request: HttpRequest, site: ServedSite, page: PageRow | None, params: PageParameters
) -> HttpResponse:
    require_scope(request, "drafts", site.pk)
    if page is None or label_of(page.content_type_id) not in page_types():
        raise ProblemError(HTTPStatus.NOT_FOUND, _("There is no page here."))
    return draft_answer(latest(page), site, params, names_drafts=True)


def page_answer(
    page: PageRow,
    site: ServedSite,
    params: FormParameters,
    changes: Q,
    preferred_language: str = "",
) -> HttpResponse:
    expanded = expansion(params)
    is_joinable = are_joinable(params) and not preferred_language
    if is_joinable and (page_json := whole_pages([page], site).get(page.pk)):
        return answer_json(
            page_json.content,
            [*page_json.shown, *page_json.linked, f"around-{page.pk}"],
            stubs=page_json.stubs,
            is_cacheable=True,
            language=page.language_code,
        )
    serialized = serialize_page(page, site, expanded, use_documents=not is_joinable)
    if serialized is None:
        raise missing_page(changes)
    payload, links = serialized
    if restricted_pages_included():
        sign_files(payload)
    if params.rich_text == "tree":
        add_trees(payload)
    surrogate_keys = [*keys(payload), *links]
    if preferred_language:
        mark_fallbacks([payload], preferred_language)
        surrogate_keys.append("pages")  # a translation may be published
    return answer(payload, surrogate_keys, is_cacheable=True, language=payload["locale"])


def missing_page(changes: Q) -> ProblemError:
    """Return a 410 problem if the change log has a deletion among `changes`, else a 404 problem."""
    if Change.objects.filter(changes, kind=Kind.DELETED).exists():
        return ProblemError(HTTPStatus.GONE, _("This page was deleted."))
    return ProblemError(HTTPStatus.NOT_FOUND, _("There is no public page here."))


def under_maintenance_problem(page: PageRow, notice: Notice, site: ServedSite) -> HttpResponse:
    """Return the 503 problem for a page under maintenance."""
    payload = stub(page, site)
    response = problem_response(
        HTTPStatus.SERVICE_UNAVAILABLE,
        notice.message,
        kind="under-maintenance",
        title=notice.heading,
        page={name: payload[name] for name in ("id", "title", "path")},
        until=notice.until,
    )
    return with_retry_after(response, notice.until)
