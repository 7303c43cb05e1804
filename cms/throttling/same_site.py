"""Requests of forms that have no token, because caches share the pages that they are in."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse


def is_same_site(request: HttpRequest) -> bool:
    """Return False where the browser says that another site sends the form."""
    origin = request.headers.get("Origin", "")
    is_own = not origin or urlsplit(origin).netloc == request.get_host()
    return is_own and request.headers.get("Sec-Fetch-Site", "none") != "cross-site"


def refuse_other_sites[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Decorate a view that takes a form: 403 where another site sends it."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if is_same_site(request):
            return view(request, *args, **kwargs)
        return HttpResponse("Forms of other sites are refused.\n", status=HTTPStatus.FORBIDDEN)

    return guarded
