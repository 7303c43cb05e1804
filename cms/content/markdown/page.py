"""The Markdown of a page: front matter, text, and links to the pages below."""

from typing import Any

import yaml
from django.utils import translation
from django.utils.translation import gettext
from pydantic_core import to_jsonable_python
from wagtail.models import Page

from cms.content.addresses import AbsoluteAddresses, addressed_by
from cms.content.blocks.prose import prepare_bodies
from cms.content.blocks.stream import stream_headings, stream_markdown
from cms.content.markdown.text import bullets, escape, heading, link, paragraphs
from cms.content.page import BasePage
from cms.maintenance.state import Notice, visible

MAX_CHILDREN = 100


def page_markdown(page: BasePage, root_url: str) -> str:
    """Return the Markdown of a public page, in the language of the page.

    `root_url` is the origin of the site's pages; all URLs are absolute.
    """
    with addressed_by(AbsoluteAddresses(root_url)), translation.override(page.locale.language_code):
        prepare_bodies(page.body)
        lead = page.markdown_lead()
        parts = [
            heading(page.title, 1),
            escape(page.summary),
            lead,
            stream_markdown(page.body),
            *_below(page),
        ]
        return document(_front_matter(page), parts)


def notice_markdown(page: Page, notice: Notice) -> str:
    """Return the notice as Markdown; of the page it has only title, URL and language."""
    facts: dict[str, Any] = {
        "title": page.title,
        "url": page.full_url,
        "locale": page.locale.language_code,
        "state": "maintenance",
    }
    if notice.until:
        facts["until"] = to_jsonable_python(notice.until)
    lines = map(escape, notice.message.splitlines())
    return document(facts, [heading(notice.heading, 1), *lines])


def document(facts: dict[str, Any], parts: list[str]) -> str:
    """Return a Markdown file with YAML front matter."""
    front = yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{front}---\n\n{paragraphs(parts)}\n"


def _front_matter(page: BasePage) -> dict[str, Any]:
    """Return the front matter of a page, without empty values."""
    source = page.alias_of
    url = (source.full_url if source else None) or page.full_url
    facts = {
        "title": page.title,
        "type": page._meta.label,
        "url": url,
        "locale": page.locale.language_code,
        "state": "content",
        "summary": page.summary,
        "date": page.public_date,
        "last_published_at": page.last_published_at and page.last_published_at.isoformat(),
        "topics": [topic.in_language().name for topic in page.topics.all()],
        **page.front_matter(),
        "breadcrumbs": _links(page.get_ancestors().filter(depth__gte=2, live=True)),
        "contents": [
            {"title": each.text, "url": f"{page.full_url}#{each.anchor}"}
            for each in stream_headings(page.body)
        ],
    }
    return {name: value for name, value in facts.items() if value not in (None, "", [])}


def _links(pages: Any) -> list[dict[str, str]]:
    return [{"title": page.title, "url": page.full_url or ""} for page in visible(pages)]


def _below(page: BasePage) -> list[str]:
    children = _links(page.get_children().live()[:MAX_CHILDREN])
    if not children:
        return []
    items = (link(escape(each["title"]), each["url"]) for each in children)
    return [heading(gettext("Pages in this section"), 2), bullets(items)]
