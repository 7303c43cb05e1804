"""Finds translations that repeat the text of their original."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from django.conf import settings

from cms.languages.registry import language

LONG = 20
"""Characters from which on two equal passages are no coincidence, like a name is."""
MIN_SHARE = 0.5
"""The share of copied text above which a page counts as not translated."""


def originals(pages: Sequence[Any]) -> dict[int, Any]:
    """Return the page in the default language by the id of each translation; one query a type."""
    translations = [each for each in pages if each.locale.language_code != settings.LANGUAGE_CODE]
    originals_by_id: dict[int, Any] = {}
    model: Any
    for model, group in groupby(sorted(translations, key=_label), key=type):
        of_type = list(group)
        sources = model._default_manager.filter(
            translation_key__in={each.translation_key for each in of_type},
            locale__language_code=settings.LANGUAGE_CODE,
        )
        sources_by_key = {each.translation_key: each for each in sources}
        originals_by_id |= {
            each.pk: sources_by_key[each.translation_key]
            for each in of_type
            if each.translation_key in sources_by_key
        }
    return originals_by_id


def copied_language(text: Iterable[str], original: Iterable[str]) -> str:
    """Return the name of the default language if most of the text is copied from the original."""
    passages = [each for each in _passages(text) if len(each) >= LONG]
    theirs = set(_passages(original))
    copied = sum(len(each) for each in passages if each in theirs)
    if not passages or copied / sum(map(len, passages)) <= MIN_SHARE:
        return ""
    return language(settings.LANGUAGE_CODE).name


def _passages(texts: Iterable[str]) -> Iterator[str]:
    for text in filter(None, texts):
        yield from (" ".join(line.split()) for line in text.splitlines())


def _label(page: Any) -> str:
    return str(page._meta.label)
