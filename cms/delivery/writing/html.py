"""The HTML of pages as it is stored: with markers in place of the parts of the layout."""

import logging
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import urlsplit

from django.db import DatabaseError
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.test import RequestFactory
from django.utils.translation import override

from cms.content.layout.chrome import set_site
from cms.content.layout.parts import set_marker
from cms.content.page import BasePage
from cms.delivery.http.served_site import ServedSite
from cms.maintenance.dependencies import page_dependencies

PAGE_HEADERS = {"Content-Type", "Cache-Control"}
"""The headers of usual pages; a page with others is not stored."""

logger = logging.getLogger(__name__)


class StoredHtml(NamedTuple):
    """The HTML of a page, and the ids of other pages that it depends on."""

    content: str = ""
    depends: frozenset[int] = frozenset()


def stored_html(page: BasePage, site: ServedSite, token: str) -> StoredHtml:
    """Return the HTML of a page; empty for types without stored HTML, and for unusual pages.

    A marker is the token, the name of a part and a semicolon. Raises DatabaseError.
    """
    if not vars(type(page)).get("has_stored_html", False):
        return StoredHtml()
    if page.language_code != site.language_at(page.url_path):
        return StoredHtml()
    try:
        with override(page.language_code), page_dependencies() as dependencies:
            content = _render(page, site, token)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("Page %s has no stored HTML.", page.pk)
        return StoredHtml()
    return StoredHtml(content, frozenset(dependencies - {page.pk}))


def _render(page: BasePage, site: ServedSite, token: str) -> str:
    address = urlsplit(site.root_url)
    is_secure = address.scheme == "https"
    request = RequestFactory().get(site.path_of(page), secure=is_secure)
    # The site of the page is known; its host needs no validation as that of a client does.
    request.get_host = lambda: address.netloc  # type: ignore[method-assign]
    request.META["SERVER_PORT"] = str(address.port or (443 if is_secure else 80))
    set_site(request)
    set_marker(request, lambda name: f"{token}{name};")
    response: HttpResponse = page.serve(request)
    if isinstance(response, TemplateResponse):
        response.render()
    return response.content.decode() if _is_page(response) else ""


def _is_page(response: HttpResponse) -> bool:
    return response.status_code == HTTPStatus.OK and set(response.headers) == PAGE_HEADERS
