"""Images and documents by their ids."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.content.addresses import addressed_by
from cms.content.blocks.media import DocumentJson
from cms.content.images import ImageJson, image_json, prefetch_renditions
from cms.delivery.http.parameters import Parameters, describe, read
from cms.delivery.http.problem import ERRORS, NOT_FOUND, Problem, ProblemError, problem_response
from cms.delivery.http.responses import answer
from cms.delivery.http.served_site import site_of
from cms.delivery.http.surrogate_keys import keys
from cms.maintenance.serving import with_retry_after
from cms.maintenance.state import Nothing, Notice, PublicState
from cms.media.access import public_file_state

router = Router(tags=["media"])
AWAY: dict[int, Any] = {HTTPStatus.SERVICE_UNAVAILABLE: Problem}


@router.get(
    "images/{int:image_id}/",
    response={HTTPStatus.OK: ImageJson, **NOT_FOUND, **AWAY, **ERRORS},
    operation_id="getImage",
    openapi_extra=describe(Parameters),
)
def image(request: HttpRequest, image_id: int) -> HttpResponse:
    """An image in all sizes that there are, with its focal point."""
    read(request, Parameters)
    image = _public(get_image_model(), image_id)
    if withheld := _withheld(public_file_state(image)):
        return withheld
    prefetch_renditions([image])
    with addressed_by(site_of(request)):
        payload = image_json(image, alt=image.description or image.title).model_dump()
    return answer(payload, [*keys(payload), "files"], is_cacheable=True)


@router.get(
    "documents/{int:document_id}/",
    response={HTTPStatus.OK: DocumentJson, **NOT_FOUND, **AWAY, **ERRORS},
    operation_id="getDocument",
    openapi_extra=describe(Parameters),
)
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """A document's title, kind, size and address."""
    read(request, Parameters)
    document = _public(get_document_model(), document_id)
    if withheld := _withheld(public_file_state(document)):
        return withheld
    payload = DocumentJson(
        id=document.pk,
        title=document.title,
        url=site_of(request).file_url(document.url),
        size=document.file_size,
        extension=document.file_extension.lower(),
    ).model_dump()
    return answer(payload, [*keys(payload), "files"], is_cacheable=True)


def _public(model: Any, pk: int) -> Any:
    """Return an image or a document; raises a 404 problem where the public may not know of it."""
    file = model.objects.select_related("collection").filter(pk=pk).first() if pk < 2**53 else None
    if file is None or isinstance(public_file_state(file), Nothing):
        raise ProblemError(HTTPStatus.NOT_FOUND, _("There is nothing at this address."))
    return file


def _withheld(state: PublicState) -> HttpResponse | None:
    """Return 503 with the notice for a file that only pages under maintenance show."""
    if not isinstance(state, Notice):
        return None
    status = HTTPStatus.SERVICE_UNAVAILABLE
    response = problem_response(status, state.message, title=state.heading)
    return with_retry_after(response, state.until)
