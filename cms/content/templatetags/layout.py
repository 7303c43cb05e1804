"""The tag that renders a part of the layout."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from cms.content.layout.parts import marker_of, render_part

register = template.Library()


@register.simple_tag(takes_context=True)
def layout_part(context: Any, name: str) -> SafeString:
    """Return the HTML of a part, such as the header; for a page that is stored, its marker."""
    request = context["request"]
    if marker := marker_of(request):
        return mark_safe(marker(name))  # noqa: S308 a marker is no text of a user
    page = context.get("page")
    values = {name: context.get(name) for name in ("languages", "breadcrumb", "section", "related")}
    title = page.title if isinstance(page, Page) else ""
    return render_part(name, request, values | {"title": title})
