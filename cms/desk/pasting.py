"""Turn pasted text with headings or tables into blocks, for the page editor."""

import uuid
from http import HTTPStatus

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access

from cms.content.blocks.registry import body_block
from cms.content.importer.markup.html import blocks
from cms.content.importer.markup.stream import body
from cms.content.importer.references import References
from cms.content.importer.tree import Tree

MAX_HTML_LENGTH = 500_000  # characters of HTML; word processors write much of it


@require_POST
@require_admin_access
def pasted(request: HttpRequest) -> JsonResponse:
    """Return the blocks of `html` as the editor's forms hold them; 422 if it has none."""
    html = request.POST.get("html", "")
    stream_block = body_block()
    try:
        if len(html) > MAX_HTML_LENGTH:
            raise ValueError("The text is too long.")
        raw = blocks(html, "html", References(Tree()))
        # Each pasted block is a new one, so its id must be.
        value = body(stream_block, str(uuid.uuid4()), raw)
    except ValueError as error:
        return JsonResponse({"problem": str(error)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return JsonResponse({"blocks": stream_block.get_form_state(value)})
