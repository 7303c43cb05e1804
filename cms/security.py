"""Response headers that protect visitors and editors, decided by path."""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.urls import reverse
from django.utils.csp import CSP, build_policy

type Policy = Mapping[str, Sequence[str]]
POLICY = str(CSP.HEADER_ENFORCE)
ADMIN_CSP: Policy = {
    **cast(Policy, settings.SECURE_CSP),
    # Wagtail's admin and its rich-text editor still write inline scripts and styles.
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "form-action": [CSP.SELF, *settings.OIDC_ORIGINS],
}


def common_headers() -> Mapping[str, str]:
    """Return the headers that every response has."""
    return {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Permissions-Policy": settings.PERMISSIONS_POLICY,
    }


class SecurityHeadersMiddleware(ContentSecurityPolicyMiddleware):
    """Adds the common headers, and a content security policy, a looser one under the admin.

    Stands first of the middleware, so that errors and refusals of the others carry them, too.
    A view may override the policy with Django's `csp_override`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self.admin = reverse("wagtailadmin_home")
        # Built once: neither policy has a nonce.
        self.headers = {**common_headers(), POLICY: build_policy(cast(Policy, settings.SECURE_CSP))}
        self.admin_headers = {**common_headers(), POLICY: build_policy(ADMIN_CSP)}

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if hasattr(response, "_csp_config"):
            response = super().process_response(request, response)
        is_admin = request.path_info.startswith(self.admin)
        for name, value in (self.admin_headers if is_admin else self.headers).items():
            response.headers.setdefault(name, value)
        if getattr(response, "xframe_options_exempt", False):
            del response["X-Frame-Options"]
        return response
