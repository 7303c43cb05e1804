"""Sort keys of the fields that sort results by value, the same for both engines."""

from collections.abc import Iterator

from search.document import SearchDocument
from search.fields import search_fields
from search.text.forms import folded
from search.text.words import words

MAX_KEY_LENGTH = 120  # characters
LAST, FIRST = "\U0010ffff", ""
"""Keys of pages without a value, which come last in either direction."""


def sort_key(text: str) -> str:
    """Return the folded words of a text."""
    return " ".join(map(folded, words(text)))[:MAX_KEY_LENGTH]


def sort_columns() -> dict[str, tuple[str, bool]]:
    """Return the index column and whether it is descending, by name of the sort order."""
    columns: dict[str, tuple[str, bool]] = {}
    for field in search_fields().values:
        if field.is_sorted:
            columns[field.name] = (f"{field.name}_order", False)
            columns[f"-{field.name}"] = (f"{field.name}_down_order", True)
    return columns


def sort_keys(document: SearchDocument) -> Iterator[tuple[str, str]]:
    """Yield each sort column with the document's key: that of its first value."""
    for name, (column, is_down) in sort_columns().items():
        values = document.values(name.removeprefix("-"))
        yield column, sort_key(values[0]) if values else FIRST if is_down else LAST
