"""The texts in the fields and blocks of a page, by their places."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import EmailField, URLField
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.blocks.field_block import CharBlock, RichTextBlock, TextBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms.content.rich_text import RichTextField
from cms.desk.translations.texts import text_fields
from cms.directory.keys import RecordKeyField

NO_TEXT = (EmailField, URLField, RecordKeyField)

Change = Callable[[str, str, bool], str]
"""Takes the place of a text, the text and whether it is rich, and returns the new text."""
RawBlock = dict[str, Any]


def fields(page: Page) -> dict[str, Any]:
    """Return the fields with texts to translate by name, in the order of the model."""
    candidates = {name: page._meta.get_field(name) for name in text_fields(type(page))}
    return {name: field for name, field in candidates.items() if not isinstance(field, NO_TEXT)}


def raw_blocks(page: Page, name: str) -> list[RawBlock]:
    """Return the blocks of a StreamField as they are stored."""
    field: Any = page._meta.get_field(name)
    blocks: list[RawBlock] = field.stream_block.get_prep_value(getattr(page, name))
    return blocks


def changed_field(field: Any, value: str, change: Change) -> str:
    """Return the value of a text field after the change."""
    is_rich = isinstance(field, RichTextField)
    changed: str = _changed(value, field.name, is_rich, change)
    return changed


def changed_block(stream: StreamBlock, raw: RawBlock, place: str, change: Change) -> RawBlock:
    """Return a stored block of a stream after the change of each of its texts."""
    block = stream.child_blocks.get(raw["type"])
    value = raw["value"]
    return raw | {"value": _walk(block, value, place, change) if block else value}


def text_places(stream: StreamBlock, raw: RawBlock) -> dict[str, str]:
    """Return the texts of a stored block by their places in it."""
    texts: dict[str, str] = {}

    def note(place: str, text: str, is_rich: bool) -> str:
        texts[place] = text
        return text

    changed_block(stream, raw, "", note)
    return texts


def _walk(block: Any, raw: Any, place: str, change: Change) -> Any:
    match block:
        case StreamBlock():
            return [
                changed_block(block, each, f"{place}/{number}", change)
                for number, each in enumerate(raw or [])
            ]
        case ListBlock():
            return [_item(block.child_block, *each, place, change) for each in enumerate(raw or [])]
        case StructBlock():
            return _struct(block, raw or {}, place, change)
        case TypedTableBlock():
            return _table(block, raw or {}, place, change)
        case RichTextBlock():
            text = raw.source if isinstance(raw, RichText) else raw
            return _changed(text, place, True, change)
        case CharBlock() | TextBlock():
            return _changed(raw, place, False, change)
        case _:
            return raw


def _changed(text: Any, place: str, is_rich: bool, change: Change) -> Any:
    """Change a text that has a letter; others are the same in each language."""
    has_letter = isinstance(text, str) and any(map(str.isalpha, text))
    return change(place, text, is_rich) if has_letter else text


def _item(block: Any, number: int, raw: Any, place: str, change: Change) -> Any:
    place = f"{place}/{number}"
    if isinstance(raw, Mapping) and raw.get("type") == "item":
        return {**raw, "value": _walk(block, raw["value"], place, change)}
    return _walk(block, raw, place, change)


def _struct(block: StructBlock, raw: Mapping[str, Any], place: str, change: Change) -> Any:
    values = dict(raw)
    for name, child in block.child_blocks.items():
        if name in raw:
            values[name] = _walk(child, raw[name], f"{place}/{name}", change)
    return values


def _table(block: TypedTableBlock, raw: Mapping[str, Any], place: str, change: Change) -> Any:
    columns = [
        {**each, "heading": _changed(each["heading"], f"{place}/columns/{number}", False, change)}
        for number, each in enumerate(raw.get("columns", []))
    ]
    cells = [block.child_blocks.get(each["type"]) for each in columns]
    rows = [
        {
            **row,
            "values": [
                _walk(cell, value, f"{place}/rows/{number}/{column}", change)
                for column, (cell, value) in enumerate(zip(cells, row["values"], strict=True))
            ],
        }
        for number, row in enumerate(raw.get("rows", []))
    ]
    caption = _changed(raw.get("caption", ""), f"{place}/caption", False, change)
    return {**raw, "columns": columns, "rows": rows, "caption": caption}
