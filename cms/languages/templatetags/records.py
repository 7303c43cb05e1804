"""A template filter for records with translations."""

from django import template

from cms.languages.records import TranslatedRecord

register = template.Library()


@register.filter
def in_language(record: TranslatedRecord | None) -> TranslatedRecord | None:
    """Return the record with its texts in the page's language."""
    return record and record.in_language()
