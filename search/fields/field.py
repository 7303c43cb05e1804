"""The declaration of a search field."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

Kind = Literal["text", "value", "date"]
type Text = Any
"""A string, or a lazy translation of one."""
KINDS: tuple[Kind, ...] = get_args(Kind)

_NAME = re.compile(r"[a-z]+(_[a-z]+)*")
_RESERVED = frozenset(
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
        "prefer_locale",
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
    """Raised for an invalid declaration; the message names the field and the problem."""


def _as_written(text: str) -> tuple[str, ...]:
    return (text,)


# Compared by identity: a hash of its lazy translations would take as long as a search.
@dataclass(frozen=True, eq=False)
class Field:
    """A field of the search.

    `text` fields contain words. `value` fields contain any number of exact values, by which results
    are filtered and counted. The only `date` field is the page's public date.
    """

    name: str
    """Lower-case letters and underscores: the parameter, and the field of the query language."""
    label: Text
    """The name shown to people, like “Author”: title of the facet and of the form's field."""
    kind: Kind = "value"
    read: Callable[[Any], str | Iterable[str]] | None = None
    """A function that returns the text or values of a page of any type.

    By default they come from the document. It is called for public content only, so what it returns
    is not visible while a page is withheld.
    """
    prefetch: tuple[str, ...] = ()
    """Relations that `read` follows, prefetched for many pages if the page type has them."""

    weight: float = 1.0
    """The weight of a match in a text field, relative to 1.0 for the title."""
    within: str = ""
    """The text field that also contains all words of this one, as the body contains headings."""
    scope: str = ""
    """The name of a text field in the query language, if it is not `name`."""
    place: Text = ""
    """The location of a text in explanations, like “a heading”."""

    is_faceted: bool = True
    """True if values can be counted as a facet."""
    is_filtered: bool = True
    """True if values are a parameter of the page and the API, and a field of the form."""
    is_sorted: bool = False
    """True if results can be sorted by `name`, and for values by `-name`."""
    values: Callable[[], Mapping[str, Sequence[str]]] | None = None
    """A function that returns all values in the order of the form, with their names, label first.

    With it, queries may use any of the names, and unknown values cause a warning.
    """
    spellings: Callable[[str], tuple[str, ...]] = _as_written
    """A function that returns possible values for a text that is not a known name, best first."""
    is_listed: bool = True
    """True if warnings about unknown values list the known ones."""
    is_internal: bool = False
    """True if values are names in code, so that warnings show their labels to visitors."""

    noun: Text = ""
    """The noun in sentences, like “author”; by default the label in lower case."""
    phrase: Text = ""
    """The words before a value in explanations, like “by the author”."""
    description: str = ""
    """The description of the parameter in the OpenAPI document."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise FieldError(
                f"{self.name}: “{self.kind}” is not a kind; choose from {', '.join(KINDS)}."
            )
        if not _NAME.fullmatch(self.name):
            raise FieldError(
                f"“{self.name}” is not a valid name: use lower-case letters and underscores."
            )
        if self.name in _RESERVED or self.name.endswith(_SUFFIXES):
            raise FieldError(f"{self.name}: this name is reserved; choose another.")
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
        """Return the sort orders of this field, the default one first."""
        if not self.is_sorted:
            return ()
        if self.kind == "text":
            return (self.name,)
        return (f"-{self.name}", self.name) if self.kind == "date" else (self.name, f"-{self.name}")
