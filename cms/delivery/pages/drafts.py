"""Pages as editors have them just now: for keys that may, and for previews."""

from django.http import HttpResponse
from wagtail.models import Page

from cms.content.page import BasePage
from cms.delivery.http.responses import answer
from cms.delivery.http.served_site import ServedSite
from cms.delivery.pages.expansion import FormParameters, expansion
from cms.delivery.pages.richtext import add_trees
from cms.delivery.pages.schema import detail_schema
from cms.delivery.pages.serializer import whole
from cms.media.draft_links import sign_files

PRIVATE = "private, no-store"
UNSAVED = 0  # the id of a page that was never saved


def latest(page: Page) -> BasePage:
    """The newest revision, published or not."""
    draft: BasePage = page.specific.get_latest_revision_as_object()
    return draft


def draft_answer(draft: BasePage, site: ServedSite, params: FormParameters) -> HttpResponse:
    """Return the whole draft, public or not; never cacheable."""
    fields = detail_schema(type(draft)).model_fields
    [payload] = whole([draft], fields, site, expansion(params), draft=True)
    sign_files(payload)
    if params.rich_text == "tree":
        add_trees(payload)
    response = answer(payload | {"id": draft.pk or UNSAVED, "state": "draft"})
    response["Cache-Control"] = PRIVATE
    return response
