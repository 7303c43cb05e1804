"""Uploaded files, served safely by the web process itself."""

from pathlib import PurePosixPath

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.static import serve
from wagtail.documents.views.serve import serve as wagtail_serve_document
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from cms.maintenance.files import (
    file_notice_response,
    is_anything_withheld,
    is_editor,
    notice_for_file,
)

FOLDERS = {"images", "original_images"}
# Seconds. Browsers keep what they have shown; shared caches soon ask again, because an image
# is withheld with the only page that shows it.
PUBLIC, PRIVATE = "public, max-age=86400, s-maxage=60", "private, no-store"
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
    image = _image_at(path) if is_anything_withheld() else None
    notice = notice_for_file(image) if image else None
    if notice and not is_editor(request):
        return file_notice_response(notice)
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = PRIVATE if notice else PUBLIC
    return response


def serve_document(
    request: HttpRequest, document_id: str, document_filename: str
) -> HttpResponseBase:
    """Wagtail's view, without the coding `None` that it names for every file not packed."""
    response: HttpResponseBase = wagtail_serve_document(request, document_id, document_filename)
    if response.get("Content-Encoding") == "None":
        del response["Content-Encoding"]
    return response


def _image_at(path: str) -> AbstractImage | None:
    """The image whose original, or one of whose sizes, is kept there."""
    model = get_image_model()
    sizes = model.get_rendition_model()._default_manager.filter(file=path)
    found: AbstractImage | None = model._default_manager.filter(
        Q(file=path) | Q(pk__in=sizes.values("image"))
    ).first()
    return found
