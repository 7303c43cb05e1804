"""Wagtail hooks for links in rich text, and the admin of topics."""

import re
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.content.addresses import file_url, page_url
from cms.content.models import Topic
from cms.maintenance.state import public_state

PAGE_ID = re.compile(r"[0-9]{1,18}")  # more digits do not fit in a database


class PublicPageLinkHandler(PageLinkHandler):
    """Renders links to pages that are not public as plain text; one query for all links."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        ids = [attrs.get("id", "") for attrs in attrs_list]
        linked = Page.objects.filter(pk__in={each for each in ids if PAGE_ID.fullmatch(each)})
        pages = {str(page.pk): page for page in linked}
        return [cls._open(pages.get(each)) for each in ids]

    @staticmethod
    def _open(page: Page | None) -> str:
        if page is None or not public_state(page).is_visible:
            return "<a>"
        return format_html('<a data-link="page" data-id="{}" href="{}">', page.pk, page_url(page))


class FileLinkHandler(DocumentLinkHandler):
    """Renders links to documents with the URL for the current surface."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        documents: list[Any] = cls.get_many(attrs_list)
        return [
            format_html(
                '<a data-link="document" data-id="{}" href="{}">', each.pk, file_url(each.url)
            )
            if each
            else "<a>"
            for each in documents
        ]


@hooks.register("insert_editor_js")
def show_topics_as_tags() -> str:
    return format_html('<script type="module" src="{}"></script>', static("js/topics.js"))


@hooks.register("register_rich_text_features", order=10)
def register_public_links(features: Any) -> None:
    features.register_link_type(PublicPageLinkHandler)
    features.register_link_type(FileLinkHandler)


@hooks.register("insert_editor_js")
def count_characters() -> str:
    return format_html('<script type="module" src="{}"></script>', static("js/counts.js"))


@hooks.register("insert_global_admin_js")
def keep_marks_in_slugs() -> str:
    return format_html('<script type="module" src="{}"></script>', static("js/slugs.js"))


class TopicViewSet(SnippetViewSet):
    model: Any = Topic
    icon = "tag"
    add_to_admin_menu = True
    menu_order: Any = 320
    list_display: Any = ["name", "slug", "description"]


register_snippet(TopicViewSet)
