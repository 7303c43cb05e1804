"""Responses to exceptions that nothing has caught."""

import random
import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext_lazy as _
from django.views import defaults

from cms.delivery.http.problem import in_preferred_language, problem_response
from cms.health.outage import is_outage

API = "/api/"
RETRY_AFTER, JITTER = 5, 5  # seconds; the second a spread, so that clients do not return at once


def server_error(request: HttpRequest) -> HttpResponse:
    """Return 503 with `Retry-After` while the database or the media store is away, else 500."""
    if not is_outage(sys.exception()):
        return defaults.server_error(request)
    response = unavailable(request)
    response["Retry-After"] = str(RETRY_AFTER + random.randrange(JITTER))  # noqa: S311 no secret
    response["Cache-Control"] = "no-store"
    return response


def unavailable(request: HttpRequest) -> HttpResponse:
    """Return a page, or a problem for requests to an API; neither needs the database."""
    status = HTTPStatus.SERVICE_UNAVAILABLE
    if request.path.startswith(API):
        with in_preferred_language(request):
            detail = _("Part of this site is not available. Try again shortly.")
            return problem_response(status, detail)
    # Without the request: a context processor would query the database.
    return HttpResponse(loader.get_template("503.html").render(), status=status)
