"""Responses with latest drafts, for delivery keys with the scope drafts and for previews."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from cms.content.page import BasePage
from cms.delivery.http.responses import answer, make_private
from cms.delivery.http.served_site import ServedSite
from cms.delivery.pages.drafts.neighbours import add_draft_neighbours
from cms.delivery.pages.expansion import FormParameters, expansion
from cms.delivery.pages.richtext import add_trees
from cms.delivery.pages.schema import detail_schema
from cms.delivery.pages.serializer import serialize
from cms.media.draft_links import sign_files

UNSAVED = 0  # the id of a page that was never saved


def draft_answer(
    draft: BasePage, site: ServedSite, params: FormParameters, *, names_drafts: bool = False
) -> HttpResponse:
    """Return the whole draft, public or not; never cacheable.

    `names_drafts` is that of `drafts_json`.
    """
    fields = detail_schema(type(draft)).model_fields
    [payload] = drafts_json([draft], fields, site, params, names_drafts=names_drafts)
    return private(payload | {"id": draft.pk or UNSAVED})


def drafts_json(
    drafts: Sequence[BasePage],
    fields: Any,
    site: ServedSite,
    params: FormParameters,
    *,
    names_drafts: bool,
) -> list[dict[str, Any]]:
    """Return the JSON of drafts with these fields, and with signed URLs of their files.

    With `names_drafts`, which needs a key for drafts, their children and siblings are drafts, too.
    """
    expanded = expansion(params)
    items = serialize(drafts, fields, site, expanded, draft=True)
    if names_drafts:
        add_draft_neighbours(items, drafts, site, expanded.kinds)
    sign_files(items)
    if params.rich_text == "tree":
        add_trees(items)
    for item in items:
        item["state"] = "draft"
    return items


def private(payload: Any) -> HttpResponse:
    """Return a response that no cache stores."""
    return make_private(answer(payload))
