"""The parameter `expand`: pages around a page that are given whole, to a bounded depth."""

import re
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field, WithJsonSchema, create_model

from cms.delivery.http.parameters import Commas, Parameters
from cms.delivery.http.problem import invalid
from cms.delivery.pages.neighbours import KINDS
from cms.delivery.pages.schema import FieldName, detail_fields
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


Fields = Annotated[
    tuple[FieldName, ...],
    Commas,
    WithJsonSchema(
        {
            "type": "array",
            "items": {"type": "string", "enum": ["*", *detail_fields()]},
            "x-commas": True,
        }
    ),
]


class _FormParameters(Parameters):
    """The form in which whole pages are given."""

    expand: Expand = Field((), description="Pages around this one that are given whole.")
    rich_text: Literal["html", "tree"] = Field(
        "html", description="`tree` adds each rich text as a tree, beside its HTML."
    )


if TYPE_CHECKING:
    FormParameters = _FormParameters
else:
    FormParameters = create_model(
        "FormParameters",
        __base__=_FormParameters,
        __doc__=_FormParameters.__doc__,
        **{
            f"fields_of_{kind}": (
                Fields,
                Field(
                    (),
                    alias=f"fields[{kind}]",
                    description=f"Fields of expanded {kind}; unset: all of them.",
                ),
            )
            for kind in KINDS
        },
    )


def expansion(params: FormParameters) -> Expansion:
    """Return the tree of expansions; `children.siblings` expands the children as well.

    Raises a 422 problem for fields of a kind that is not expanded.
    """
    kinds = {kind for way in params.expand for kind in way.split(".")}
    chosen = {kind: vars(params)[f"fields_of_{kind}"] for kind in KINDS}
    for kind, names in chosen.items():
        if names and kind not in kinds:
            raise invalid(f"fields[{kind}]", f"“{kind}” is not expanded: add it to “expand”.")
    inner: dict[str, dict[str, Expansion]] = {}
    for way in params.expand:
        first, _, second = way.partition(".")
        below = inner.setdefault(first, {})
        if second:
            below[second] = Expansion(fields=_names(chosen[second]))
    return Expansion(
        {kind: Expansion(below, _names(chosen[kind])) for kind, below in inner.items()}
    )


def _names(fields: tuple[str, ...]) -> frozenset[str] | None:
    return frozenset(fields) if fields and "*" not in fields else None
