"""The views of uploaded files: `/media/` for images, `/documents/` for documents."""

import threading
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.documents.models import document_served
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, AbstractRendition, Filter

from cms.caching.lookups import cached_until_change
from cms.health.outage import OutageError
from cms.maintenance.serving import with_retry_after
from cms.maintenance.state import Content, Notice
from cms.media.access import FileState, Private, file_state, is_editor_of
from cms.media.drawable import UndrawableError, drawing
from cms.media.paths import is_canonical
from cms.media.stored import (
    PRIVATE_FILE,
    PUBLIC_DOCUMENT,
    PUBLIC_IMAGE,
    StoredFile,
    file_response,
)
from cms.media.variants import CHOICES, Variant, has_variant, version_of

# An SVG image may contain scripts, so it opens in a sandbox that runs none.
IMAGE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "sandbox": ["allow-same-origin"],
}
# One variant at a time: a photograph takes up to 200 MB while it is drawn.
_drawing = threading.Lock()
MAX_WAIT = 5.0  # seconds
DOCUMENT_CSP: dict[str, list[str]] = {"default-src": [CSP.NONE]}


class ImageFile(NamedTuple):
    """An image and one of its files."""

    image: AbstractImage
    stored: StoredFile
    is_for_editors: bool
    """True for the original of a photograph, which may contain EXIF data such as a place."""


@csrf_exempt
@require_safe
@csp_override(IMAGE_CSP)
def serve_image(request: HttpRequest, path: str) -> HttpResponseBase:
    """Return a rendition, or the original of an SVG image; 404 for any other path."""
    if not is_canonical(path):
        raise Http404
    image_file = _find_image_file(path)
    if image_file.is_for_editors:
        if not is_editor_of(image_file.image, request):
            raise Http404
        return file_response(request, image_file.stored, PRIVATE_FILE)
    state = file_state(image_file.image, request)
    return _withheld(state) or file_response(
        request, image_file.stored, PUBLIC_IMAGE if isinstance(state, Content) else PRIVATE_FILE
    )


@csrf_exempt
@require_safe
@csp_override(IMAGE_CSP)
def serve_variant(request: HttpRequest, image_id: int, version: str, name: str) -> HttpResponseBase:
    """Return a variant of an image, made at the first request.

    404 names the choices; 503 where too many are being made.
    """
    image = _find_image(image_id)
    state = file_state(image, request)
    if withheld := _withheld(state):
        return withheld
    variant = Variant.parse(name)
    if variant is None or not has_variant(image, variant) or version != version_of(image):
        return HttpResponse(CHOICES, status=404, content_type="text/plain; charset=utf-8")
    stored = _stored_variant((image, variant))
    return file_response(
        request, stored, PUBLIC_IMAGE if isinstance(state, Content) else PRIVATE_FILE
    )


@csrf_exempt
@require_safe
@csp_override(DOCUMENT_CSP)
def serve_document(
    request: HttpRequest, document_id: str, document_filename: str
) -> HttpResponseBase:
    """Return a document by its id and exact file name.

    For a private collection, Wagtail's hooks answer first with a log-in or a password form.
    """
    document = get_object_or_404(
        get_document_model()._default_manager.select_related("collection"), pk=document_id
    )
    if document_id != str(document.pk) or document_filename != document.filename:
        raise Http404
    for hook in hooks.get_hooks("before_serve_document"):
        refusal = hook(document, request)
        if isinstance(refusal, HttpResponse):
            refusal["Cache-Control"] = PRIVATE_FILE
            return refusal
    state = file_state(document, request)
    if withheld := _withheld(state):
        return withheld
    document_served.send(sender=type(document), instance=document, request=request)
    return file_response(
        request,
        StoredFile(document.file.storage, document.file.name, document.file_hash),
        PUBLIC_DOCUMENT if isinstance(state, Content) else PRIVATE_FILE,
        content_type=document.content_type,
        as_attachment=document.content_disposition != "inline",
        filename=document.filename,
    )


def _withheld(state: FileState) -> HttpResponse | None:
    """Return a 503 with the notice's heading, or None if the file may be sent; raises Http404."""
    if isinstance(state, Content | Private):
        return None
    if not isinstance(state, Notice):
        raise Http404
    response = HttpResponse(f"{state.heading}\n", status=503, content_type="text/plain")
    response["Cache-Control"] = "no-store"
    return with_retry_after(response, state.until)


@cached_until_change
def _find_image_file(path: str) -> ImageFile:
    """Return the image whose rendition or original is stored at `path`; raises Http404."""
    images: Any = get_image_model()
    renditions: Any = images.get_rendition_model()._default_manager
    rendition = renditions.filter(file=path).select_related("image__collection").first()
    if rendition is not None:
        image, file = rendition.image, rendition.file
    else:
        image = images._default_manager.filter(file=path).select_related("collection").first()
        file = image.file if image else None
    if image is None or file.name != path:
        raise Http404
    is_for_editors = rendition is None and not image.is_svg()
    return ImageFile(image, StoredFile(file.storage, file.name), is_for_editors)


@cached_until_change
def _find_image(pk: int) -> AbstractImage:
    """Return an image; raises Http404."""
    images = get_image_model().objects.select_related("collection")
    image: AbstractImage = get_object_or_404(images, pk=pk)
    return image


@cached_until_change
def _stored_variant(key: tuple[AbstractImage, Variant]) -> StoredFile:
    """Return the file of a variant, made and stored if it is new; raises Http404, OutageError."""
    image, variant = key
    spec = Filter(spec=variant.spec)
    rendition = image.find_existing_renditions(spec).get(spec)
    if rendition is None:
        rendition = _make(image, spec)
    return StoredFile(rendition.file.storage, str(rendition.file.name))


def _make(image: AbstractImage, spec: Filter) -> AbstractRendition:
    if not _drawing.acquire(timeout=MAX_WAIT):
        raise OutageError("Too many images are being made.")
    try:
        with drawing():
            return image.get_rendition(spec)
    except UndrawableError as error:
        raise Http404 from error
    finally:
        _drawing.release()
