"""One page, whole: by id or by path, or what stands in its place."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms.changes.models import Change, Kind
from cms.content.page import BasePage
from cms.delivery import parameters
from cms.delivery.problem import ProblemError, problem_response
from cms.delivery.reading import under_maintenance, whole
from cms.delivery.schema import detail_schema
from cms.maintenance.serving import retry_after_now
from cms.maintenance.state import Notice, public_state

ON_MAINTENANCE = ("problem", "notice")


def page_by_id(request: HttpRequest, site: Site, page_id: int) -> Any:
    parameters.only(request, ("on_maintenance",))
    page = Page.objects.filter(pk=page_id, path__startswith=site.root_page.path).first()
    return _answer(request, site, page, page_id)


def page_by_path(request: HttpRequest, site: Site) -> Any:
    parameters.only(request, ("path", "on_maintenance"))
    path = parameters.text(request, "path") or "/"
    normal = "/" + path.strip("/") + ("/" if path.strip("/") else "")
    url_path = site.root_page.url_path.rstrip("/") + normal
    page = Page.objects.filter(url_path=url_path).first()
    if page is None or not public_state(page).is_visible:
        moved = get_redirect(request, normal.rstrip("/") or "/")
        if moved:
            return _redirect(moved)
    return _answer(request, site, page, None)


def _redirect(moved: Redirect) -> dict[str, Any]:
    target = moved.redirect_page.url if moved.redirect_page else moved.redirect_link
    return {"state": "redirect", "location": target or "", "permanent": moved.is_permanent}


def _answer(
    request: HttpRequest, site: Site, page: Page | None, page_id: int | None
) -> dict[str, Any] | HttpResponse:
    asked = parameters.choice(request, "on_maintenance", ON_MAINTENANCE, "problem")
    state = public_state(page) if page else None
    if page is None or state is None or not state.is_visible:
        raise _absent(page_id)
    if isinstance(state, Notice):
        if asked == "notice":
            return under_maintenance(page, state, site)
        return _problem(page, state)
    specific = page.specific
    if not isinstance(specific, BasePage):
        raise _absent(page_id)
    return whole([specific], detail_schema(type(specific)).model_fields, site)[0]


def _absent(page_id: int | None) -> ProblemError:
    """410 for a page that the change log knows as deleted, else 404."""
    if page_id and Change.objects.filter(page_id=page_id, kind=Kind.DELETED).exists():
        return ProblemError(HTTPStatus.GONE, "This page was deleted.")
    return ProblemError(HTTPStatus.NOT_FOUND, "There is no public page here.")


def _problem(page: Page, notice: Notice) -> HttpResponse:
    response = problem_response(
        HTTPStatus.SERVICE_UNAVAILABLE,
        notice.message,
        kind="under-maintenance",
        page={"id": page.pk, "title": page.title, "path": page.get_url()},
        until=notice.until.isoformat() if notice.until else None,
    )
    response["Retry-After"] = str(retry_after_now(notice.until))
    return response
