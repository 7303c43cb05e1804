"""Response headers that protect visitors and editors, decided by path."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.urls import reverse
from django.utils.csp import CSP

ADMIN_CSP = {
    **settings.SECURE_CSP,
    # Wagtail's admin and its rich-text editor still write inline scripts and styles.
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
}


class SecurityHeadersMiddleware(ContentSecurityPolicyMiddleware):
    """Django's policy, a looser one under the admin, and a permissions policy everywhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self.admin = reverse("wagtailadmin_home")

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        if request.path.startswith(self.admin):
            response._csp_config = ADMIN_CSP  # type: ignore[attr-defined]
        return super().process_response(request, response)
