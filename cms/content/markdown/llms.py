"""The `/llms.txt` of the site, in the format of llmstxt.org."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext
from wagtail.models import Page, Site, get_page_models

from cms.content.markdown.negotiation import CONTENT_TYPE, FILE_NAME
from cms.content.markdown.text import bullets, escape, heading, link, paragraphs, quote
from cms.content.page import PUBLIC, BasePage
from cms.maintenance.state import Content, public_state, visible
from cms.sites.texts import site_texts

MAX_PAGES = 1_000


def llms_txt(request: HttpRequest) -> HttpResponse:
    """Return the sections of the site in the active language, and the pages in them.

    Every link leads to the Markdown of a page. Raises Http404 if the home page is not public.
    """
    site = Site.find_for_request(request)
    home = site.root_page.localized if site else None
    if site is None or home is None or not public_state(home).is_visible:
        raise Http404
    levels = (home.depth, home.depth + 1, home.depth + 2)
    rows = home.get_descendants(inclusive=True).filter(depth__in=levels, live=True)
    pages = visible(rows.select_related("locale").order_by("path")[:MAX_PAGES])
    with translation.override(home.locale.language_code):
        name = site_texts((site, home.locale.language_code)).name
        text = paragraphs(_parts(site, name, pages))
    response = HttpResponse(f"{text}\n", content_type=CONTENT_TYPE)
    response["Cache-Control"] = PUBLIC
    return response


def _parts(site: Site, name: str, pages: Sequence[Page]) -> list[str]:
    [home, *others] = pages
    summaries = _summaries(pages)
    parts = [heading(name, 1), quote(escape(summaries.get(home.pk, "")))]
    parts.append(bullets([_entry(home, summaries)]))
    sections = [page for page in others if page.depth == home.depth + 1]
    for section in sections:
        below = [page for page in others if page.path.startswith(section.path)]
        parts += [heading(section.title, 2), bullets(_entry(page, summaries) for page in below)]
    root = site.root_url
    optional = (
        link(gettext("Sitemap"), f"{root}/sitemap.xml"),
        link(gettext("Delivery API"), f"{root}{reverse('delivery:openapi-json')}"),
    )
    return [*parts, heading("Optional", 2), bullets(optional)]


def _entry(page: Page, summaries: dict[int, str]) -> str:
    url = f"{iri_to_uri(page.full_url or '')}{FILE_NAME}"
    summary = escape(summaries.get(page.pk, ""))
    return f"{link(escape(page.title), url)}{f': {summary}' if summary else ''}"


def _summaries(pages: Sequence[Page]) -> dict[int, str]:
    """Return the summaries by page id, without those of withheld pages."""
    public_ids = [page.pk for page in pages if isinstance(public_state(page), Content)]
    summaries: dict[int, str] = {}
    for model in get_page_models():
        if issubclass(model, BasePage):
            summaries |= dict(model.objects.filter(pk__in=public_ids).values_list("pk", "summary"))
    return summaries
