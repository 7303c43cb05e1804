"""A page and its translation side by side, field by field and block by block."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from cms.content.rich_text import RichTextField
from cms.desk.translations.texts import text_fields


@dataclass(frozen=True, slots=True)
class Pair:
    """One part of the page in both languages; `is_changed`: the source has changed since."""

    label: str
    source: SafeString
    translation: SafeString
    is_changed: bool


def compare(source: Page, translation: Page, followed: Page | None) -> list[Pair]:
    """Return the parts that have a text; `followed` is the source as it was translated.

    Without it no part counts as changed. Blocks that were copied keep their ids and are paired
    by these; others are paired by their places.
    """
    pairs: list[Pair] = []
    for name in text_fields(type(source)):
        field: Any = source._meta.get_field(name)
        before = getattr(followed, name) if followed else None
        original, translated = getattr(source, name), getattr(translation, name, "")
        if isinstance(field, StreamField):
            pairs += _blocks(original, translated, before)
        elif original or translated:
            changed = followed is not None and before != original
            label = str(field.verbose_name).capitalize()
            pairs.append(Pair(label, _shown(field, original), _shown(field, translated), changed))
    return pairs


def _shown(field: Any, value: str) -> SafeString:
    if isinstance(field, RichTextField):
        return SafeString(expand_db_html(value))  # cleaned when it was saved
    return SafeString(linebreaks(value, autoescape=True))


def _blocks(source: Any, translation: Any, followed: Any) -> Iterator[Pair]:
    before = _by_id(followed) if followed is not None else None
    for original, translated in _paired(list(source), list(translation)):
        changed = bool(
            original and before is not None and _raw(before.get(original.id)) != _raw(original)
        )
        name = (original or translated).block.label
        yield Pair(str(name), _rendered(original), _rendered(translated), changed)


def _by_id(stream: Iterable[Any]) -> Mapping[str, Any]:
    return {block.id: block for block in stream}


def _raw(block: Any) -> Any:
    return block and block.get_prep_value()["value"]


def _paired(source: list[Any], translation: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield pairs of blocks; a block that only one of them has is paired with None."""
    translated_blocks = {block.id: block for block in translation}
    if not any(block.id in translated_blocks for block in source):
        yield from zip_longest(source, translation)
        return
    source_ids = {block.id for block in source}
    for block in source:
        yield block, translated_blocks.get(block.id)
    for block in translation:
        if block.id not in source_ids:
            yield None, block


def _rendered(block: Any) -> SafeString:
    return SafeString(block.render() if block else "")
