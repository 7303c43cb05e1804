"""The parameter `expand`: pages around a page that are given whole, to a bounded depth."""

import re
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, WithJsonSchema

from cms.delivery.http.parameters import Commas, Parameters
from cms.delivery.pages.neighbours import KINDS
from cms.delivery.pages.serializer import Expansion

ONE = f"({'|'.join(KINDS)})"
WAY = re.compile(rf"{ONE}(\.{ONE})?")


def _known(ways: tuple[str, ...]) -> tuple[str, ...]:
    for way in ways:
        if not WAY.fullmatch(way):
            valid = ", ".join(KINDS)
            message = f"“{way[:50]}” cannot be expanded; valid: {valid}, and two joined by a dot"
            raise ValueError(message)
    return ways


Expand = Annotated[
    tuple[str, ...],
    AfterValidator(_known),
    Commas,
    WithJsonSchema(
        {
            "type": "array",
            "items": {"type": "string", "pattern": f"^{WAY.pattern}$"},
            "x-commas": True,
        }
    ),
]


class FormParameters(Parameters):
    """The form in which whole pages are given."""

    expand: Expand = Field((), description="Pages around this one to tell whole.")
    rich_text: Literal["html", "tree"] = Field(
        "html", description="`tree` adds each rich text as a tree, beside its HTML."
    )


def expansion(ways: Iterable[str]) -> Expansion:
    """Return the tree of expansions; `children.topics` expands the children as well."""
    inner: dict[str, dict[str, Expansion]] = {}
    for way in ways:
        first, _, second = way.partition(".")
        below = inner.setdefault(first, {})
        if second:
            below[second] = Expansion()
    return Expansion({kind: Expansion(below) for kind, below in inner.items()})
