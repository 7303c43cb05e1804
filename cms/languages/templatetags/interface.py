"""Template tags that mark the language of the interface where it differs from the page's."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cms.languages.registry import interface_language, language

register = template.Library()


@register.simple_tag
def mark_document(page: object = None) -> SafeString:
    """Return the attributes of `html`: the page's language, without a page the interface's."""
    code = _active()
    shown = language(code if page else interface_language(code))
    direction = format_html(' dir="{}"', shown.direction) if shown.is_rtl else ""
    return format_html(' lang="{}"{}', shown.code, direction)


@register.simple_tag
def mark_interface() -> SafeString:
    """Return the attributes of an element with texts of the interface; empty if none differ."""
    return _mark(interface_language(_active()))


@register.simple_tag
def mark_content() -> SafeString:
    """Return the attributes of an element with the page's content inside a marked one."""
    return _mark(_active())


def _active() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _mark(code: str) -> SafeString:
    if interface_language(_active()) == _active():
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', code, language(code).direction)
