"""The route to the pages related to a page."""

from http import HTTPStatus
from typing import Annotated

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from cms.delivery.http.parameters import DIGITS, LanguageCode, Parameters, describe, read
from cms.delivery.http.problem import ERRORS, ONE_PAGE
from cms.delivery.http.responses import answer
from cms.delivery.http.served_site import site_of
from cms.delivery.http.surrogate_keys import keys
from cms.delivery.pages.fallback import check_languages
from cms.delivery.pages.neighbours import rows_with_ids, state_of
from cms.delivery.pages.page import missing_page, under_maintenance_problem
from cms.delivery.pages.schema import PageStub
from cms.delivery.pages.stubs import stub
from cms.maintenance.state import Notice
from search.api.routes import unavailable
from search.engines.protocol import EngineUnavailableError
from search.service.related import DEFAULT_LIMIT, MAX_LIMIT, related

router = Router(tags=["pages"])


class RelatedPages(BaseModel):
    """Pages related to a page, best first; empty where there are none."""

    items: list[PageStub]


class RelatedParameters(Parameters):
    locale: tuple[LanguageCode, ...] = Field((), description="Pages in these languages.")
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT), DIGITS] = Field(
        DEFAULT_LIMIT, description="The most pages."
    )


@router.get(
    "{int:page_id}/related/",
    response={HTTPStatus.OK: RelatedPages, **ONE_PAGE, **ERRORS},
    operation_id="listRelatedPages",
    openapi_extra=describe(RelatedParameters),
)
def related_pages(request: HttpRequest, page_id: int) -> HttpResponse:
    """Pages related to a page: near in meaning where `EMBEDDINGS` is set, else in words."""
    site, params = site_of(request), read(request, RelatedParameters)
    check_languages(site, params.locale, "locale")
    page = next(iter(rows_with_ids([page_id])), None)
    state = state_of(page) if page and site.contains(page) else None
    if page is None or state is None or not state.is_visible:
        raise missing_page(Q(page_id=page_id))
    if isinstance(state, Notice):
        return under_maintenance_problem(page, state, site)
    try:
        pages = related(page, site, params.locale, params.limit)
    except EngineUnavailableError as error:
        raise unavailable() from error
    payload = {"items": [stub(each, site) for each in pages]}
    return answer(payload, ["search", f"page-{page_id}", *keys(payload)])
