"""Uploaded images, served safely by the web process itself; documents have a view of their own."""

from pathlib import PurePosixPath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.static import serve

FOLDERS = {"images", "original_images"}
MAX_AGE = 86_400  # seconds
# A drawing can hold scripts, so it opens in a sandbox, without any.
SANDBOX: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "sandbox": ["allow-same-origin"],
}


@csp_override(SANDBOX)
def serve_image(request: HttpRequest, path: str) -> HttpResponseBase:
    """An image of the media folder; anything else there is not found."""
    if PurePosixPath(path).parts[0] not in FOLDERS:
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    return response
