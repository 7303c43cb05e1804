"""The rate limits of the search page and of the beacons of opened results."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from cms.throttling.throttle import Allowance, Throttle

View = Callable[[HttpRequest], HttpResponse]
pages = Throttle("search", limit=120, window=10)
beacons = Throttle("opened", limit=60, window=10)


def limited(throttle: Throttle) -> Callable[[View], View]:
    """Return a decorator that limits a view, and adds the headers of what is left."""

    def with_limit(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponse:
            allowance = throttle.take(request)
            if allowance is None:
                return view(request)
            response = too_many(request, allowance) if allowance.is_spent else view(request)
            allowance.add_headers(response)
            return response

        return guarded

    return with_limit


def too_many(request: HttpRequest, allowance: Allowance) -> TemplateResponse:
    response = TemplateResponse(
        request,
        "429.html",
        {"seconds": allowance.seconds, "address": request.get_full_path()},
        status=HTTPStatus.TOO_MANY_REQUESTS,
    )
    response["Cache-Control"] = "no-store"
    return response
