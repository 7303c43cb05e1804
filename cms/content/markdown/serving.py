"""Responses with pages as Markdown."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri
from wagtail.models import Page

from cms.content.markdown.negotiation import CONTENT_TYPE
from cms.content.markdown.page import notice_markdown, page_markdown
from cms.content.page import PUBLIC, BasePage
from cms.maintenance.serving import with_retry_after
from cms.maintenance.state import Notice, public_state


def markdown_response(request: HttpRequest, path: str) -> HttpResponse:
    """Return the page at a path as Markdown, or its notice with 503; raises Http404."""
    route = Page.route_for_request(request, path)
    page = route.page if route else None
    state = public_state(page) if page else None
    if not isinstance(page, BasePage) or state is None or not state.is_visible:
        raise Http404
    if isinstance(state, Notice):
        return _notice_response(page, state)
    root_url = page.get_site().root_url
    response = HttpResponse(page_markdown(page, root_url), content_type=CONTENT_TYPE)
    response["Cache-Control"] = PUBLIC
    response["Content-Language"] = page.locale.language_code
    response["Link"] = f'<{iri_to_uri(page.full_url)}>; rel="canonical"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _notice_response(page: Page, notice: Notice) -> HttpResponse:
    body, status = notice_markdown(page, notice), HTTPStatus.SERVICE_UNAVAILABLE
    response = HttpResponse(body, status=status, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return with_retry_after(response, notice.until)
