"""A template filter for records with translations."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cms.languages.records import TranslatedRecord
from cms.languages.registry import language

register = template.Library()


@register.filter
def in_language(record: TranslatedRecord | None) -> TranslatedRecord | None:
    """Return the record with its texts in the page's language."""
    return record and record.in_language()


@register.filter
def lang_mark(record: TranslatedRecord) -> SafeString:
    """Return the attributes of an element whose text is in another language than the page's."""
    code = record.text_language()
    if code == get_language():
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', code, language(code).direction)
