"""How often one visitor may search: more than people do, less than machines would like."""

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
    """Each answer tells what is left; one too many is a page that says when to come again."""

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
