"""The declaration of one field."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

Kind = Literal["text", "value", "date"]
type Text = Any
"""A string, or a lazy translation of one."""
KINDS: tuple[Kind, ...] = get_args(Kind)

_NAME = re.compile(r"[a-z]+(_[a-z]+)*")
_TAKEN = frozenset(
    [
        "q",
        "all",
        "phrase",
        "any",
        "none",
        "match",
        "sort",
        "facets",
        "limit",
        "cursor",
        "format",
        "date_from",
        "date_to",
        "where",
        "advanced",
        "id",
        "hash",
        "version",
        "kind",
        "stored",
        "rest",
        "rest_of",
        "accented",
        "day",
        "day_or_last",
        "year",
        "relevance",
        "path",
        "state",
        "summary",
        "breadcrumbs",
        "score",
        "highlights",
    ]
)
_SUFFIXES = ("_stem", "_word", "_gram", "_order")


class FieldError(ValueError):
    """A declaration that cannot be used; the message names the field and what is wrong."""


def _as_written(text: str) -> tuple[str, ...]:
    return (text,)


@dataclass(frozen=True)
class Field:
    """One field of the search.

    `text` fields hold words, `value` fields hold any number of exact values, by which results
    are filtered and counted. The one `date` field is the page's public date.
    """

    name: str
    """Lower-case letters and underscores: the parameter, and the field of the query language."""
    label: Text
    """For people, like “Author”: title of the facet and of the form's field."""
    kind: Kind = "value"
    read: Callable[[Any], str | Iterable[str]] | None = None
    """Return the text or the values of a page, of any page type; without it, the document's own.

    Called for public content only, so what it returns is never seen while a page is withheld.
    """
    prefetch: tuple[str, ...] = ()
    """Relations that `read` follows, fetched for many pages at once where a page type has them."""

    weight: float = 1.0
    """A text's weight: what a word found in it counts, beside 1.0 for the title."""
    within: str = ""
    """The text that repeats all words of this one, as the body repeats headings."""
    scope: str = ""
    """A text's name in the query language, where that is another than `name`."""
    place: Text = ""
    """Where a text stands, for explanations, like “a heading”."""

    is_faceted: bool = True
    """Values may be counted."""
    is_filtered: bool = True
    """Values are a parameter of the page and the API, and a field of the form."""
    is_sorted: bool = False
    """Results can be sorted by it: by `name`, and for values by `-name`, too."""
    values: Callable[[], Mapping[str, Sequence[str]]] | None = None
    """Return all values in the order of the form, each with its names, the label first.

    With it, people may write values by any name, and unknown values cause a warning.
    """
    spellings: Callable[[str], tuple[str, ...]] = _as_written
    """Return the values that a text stands for where no name fits, the likeliest first."""
    is_listed: bool = True
    """Warnings of unknown values name known ones."""
    is_internal: bool = False
    """Values are names of the code, so visitors read their labels in warnings."""

    noun: Text = ""
    """For sentences, like “author”; by default the label in small letters."""
    phrase: Text = ""
    """Before a value in explanations, like “by the author”."""
    description: str = ""
    """Describes the parameter in the OpenAPI document."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise FieldError(
                f"{self.name}: “{self.kind}” is no kind; known are {', '.join(KINDS)}."
            )
        if not _NAME.fullmatch(self.name):
            raise FieldError(f"“{self.name}” is no name: use small letters and underscores.")
        if self.name in _TAKEN or self.name.endswith(_SUFFIXES):
            raise FieldError(f"{self.name}: the search uses this name itself; choose another.")
        if self.kind == "text" and self.weight <= 0:
            raise FieldError(f"{self.name}: a weight is greater than 0, not {self.weight}.")
        noun = self.noun or self.label[:1].lower() + self.label[1:]
        self._default("noun", noun)
        self._default("scope", self.name)
        self._default("place", f"its {noun}")
        self._default("phrase", f"in the {noun}" if self.kind == "text" else f"with the {noun}")
        self._default("description", f"Pages with one of these values: {noun}.")

    def _default(self, attribute: str, value: Text) -> None:
        if not getattr(self, attribute):
            object.__setattr__(self, attribute, value)

    @property
    def sorts(self) -> tuple[str, ...]:
        """Return the orders of results by this field, the usual one first."""
        if not self.is_sorted:
            return ()
        if self.kind == "text":
            return (self.name,)
        return (f"-{self.name}", self.name) if self.kind == "date" else (self.name, f"-{self.name}")
