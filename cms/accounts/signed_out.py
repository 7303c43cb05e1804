"""Keep the text of a form that is sent after the session has ended."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext

SECRETS = {"csrfmiddlewaretoken", "code"}
"""Fields that the page does not repeat, in addition to those with `password` in their names."""


class SignedOutMiddleware(MiddlewareMixin):
    """Answers a POST that Wagtail would redirect to the log-in with a page that keeps the input.

    After logging in, in another tab, the user sends it again. A save in the background gets
    JSON, in the form that Wagtail's editor shows.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        login = f"{reverse('wagtailadmin_login')}?"
        is_sent_away = response.get("Location", "").startswith(login)
        if request.method != "POST" or not is_sent_away or request.user.is_authenticated:
            return response
        if request.accepts("text/html"):
            return _page(request)
        message = gettext("You are signed out. Your text is still here: sign in in another tab.")
        # The editor shows the messages of few codes; this one lets it save again later.
        answer = {"success": False, "error_code": "locked", "error_message": message}
        return JsonResponse(answer, status=HTTPStatus.UNAUTHORIZED)


def _page(request: HttpRequest) -> HttpResponse:
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in SECRETS and "password" not in name
        for value in values
    ]
    files = [each.name for _, uploads in request.FILES.lists() for each in uploads]
    context: dict[str, Any] = {
        "fields": fields,
        "files": files,
        "cookie": settings.CSRF_COOKIE_NAME,
    }
    response = TemplateResponse(
        request, "accounts/admin/signed_out.html", context, status=HTTPStatus.UNAUTHORIZED
    )
    response["Cache-Control"] = "private, no-store"
    return response.render()
