"""The texts of the interface on pages in a language without a catalogue: all of them in English.

Django would take each text from the first catalogue that has it, of Django, of Wagtail or of the
default language, so one page would mix three languages. The admin is as Django has it:
editors choose among Wagtail's languages.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override, trans_real
from django.utils.translation.trans_real import DjangoTranslation

from cms.languages.registry import SOURCE_LANGUAGE, interface_language

_in_admin = ContextVar("in_admin", default=False)


class SourceTranslation(DjangoTranslation):
    """English texts for pages in another language; in the admin the texts of that language."""

    def gettext(self, message: str) -> str:
        if _in_admin.get():
            return super().gettext(message)
        return trans_real.translation(SOURCE_LANGUAGE).gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        if _in_admin.get():
            return super().ngettext(msgid1, msgid2, n)
        return trans_real.translation(SOURCE_LANGUAGE).ngettext(msgid1, msgid2, n)


def _translation(language: str, *args: Any, **options: Any) -> DjangoTranslation:
    has_catalogue = interface_language(language) == language
    return (DjangoTranslation if has_catalogue else SourceTranslation)(language, *args, **options)


def use_whole_catalogues() -> None:
    """Let Django activate a `SourceTranslation` for each language without a catalogue."""
    trans_real.DjangoTranslation = _translation  # type: ignore[misc, assignment]
    # Apps may have used the default language while they were loaded.
    vars(trans_real).update(_translations={}, _default=None)


@contextmanager
def texts_of_admin(is_admin: bool) -> Iterator[None]:
    """Use the texts of the admin, or those of the site, in this context."""
    token = _in_admin.set(is_admin)
    try:
        yield
    finally:
        _in_admin.reset(token)


@contextmanager
def site_language(code: str) -> Iterator[None]:
    """Activate a language with the texts of the site, also while the admin is used."""
    with texts_of_admin(False), override(code):
        yield


class InterfaceMiddleware:
    """Uses the texts of the admin below its address, those of the site elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with texts_of_admin(request.path_info.startswith("/admin/")):
            return self.get_response(request)
