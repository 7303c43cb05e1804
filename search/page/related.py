"""The links to related pages at the foot of a page."""

from collections.abc import Sequence

from django.http import HttpRequest

from cms.content.layout.chrome import Link
from cms.content.page import BasePage
from cms.delivery.http.problem import ProblemError
from cms.delivery.http.served_site import site_of_host
from search.engines.protocol import EngineUnavailableError
from search.service.related import DEFAULT_LIMIT, public_related, ranked
from search.service.stored_related import stored_ranking


def related_links(page: BasePage, request: HttpRequest) -> Sequence[Link]:
    """Return links to related pages in the page's language; none if no engine is available.

    Titles and public states are current. Two queries; only a page that is not ranked yet costs a
    search.
    """
    if page.pk is None:  # a preview of an unsaved page
        return ()
    languages = (page.language_code,)
    try:
        site = site_of_host(request)
        ids = stored_ranking(page.pk, site.pk)
        if ids is None:
            ids = [*ranked(page.pk, site, languages)]
    except (EngineUnavailableError, ProblemError):
        return ()
    pages = public_related(page, ids, site, languages, DEFAULT_LIMIT)
    return [Link(each.title, site.path_of(each)) for each in pages]
