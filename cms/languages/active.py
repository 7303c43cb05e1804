"""The active language, and the language of the interface's texts in it."""

from django.conf import settings
from django.utils.translation import get_language

from cms.languages.registry import interface_language


def active_language() -> str:
    """Return the code of the active language; the default language where none is active."""
    return get_language() or settings.LANGUAGE_CODE


def active_interface_language() -> str:
    """Return the code of the language in which the interface shows its texts."""
    return interface_language(active_language())
