"""What the content room adds to Wagtail: links in rich text, and its records in the admin."""

from typing import Any

from wagtail import hooks
from wagtail.rich_text.pages import PageLinkHandler

from cms.maintenance.state import public_state


class PublicPageLinkHandler(PageLinkHandler):
    """Links to what the public may not see become plain text."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Any]:
        pages: list[Any] = super().get_many(attrs_list)
        return [page if page and public_state(page).is_visible else None for page in pages]


@hooks.register("register_rich_text_features", order=10)
def register_public_links(features: Any) -> None:
    features.register_link_type(PublicPageLinkHandler)
