"""Template tags that mark the language of the interface where it differs from the page's."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cms.languages.active import active_interface_language, active_language
from cms.languages.registry import language

register = template.Library()


@register.simple_tag
def mark_document(page: object = None) -> SafeString:
    """Return the attributes of `html`: the page's language, without a page the interface's."""
    shown = language(active_language() if page else active_interface_language())
    direction = format_html(' dir="{}"', shown.direction) if shown.is_rtl else ""
    return format_html(' lang="{}"{}', shown.code, direction)


@register.simple_tag
def mark_interface() -> SafeString:
    """Return the attributes of an element with texts of the interface; empty if none differ."""
    return _mark(active_interface_language())


@register.simple_tag
def mark_content() -> SafeString:
    """Return the attributes of an element with the page's content inside a marked one."""
    return _mark(active_language())


def _mark(code: str) -> SafeString:
    if active_interface_language() == active_language():
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', code, language(code).direction)
