"""The parameter `expand`: neighbours with all their fields, at most two levels deep."""

import re
from typing import TYPE_CHECKING, Annotated, Literal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, Field, WithJsonSchema, create_model

from cms.delivery.http.parameters import Commas, Parameters
from cms.delivery.http.problem import invalid, not_one_of
from cms.delivery.pages.neighbours import KINDS
from cms.delivery.pages.schema import FieldName, detail_fields
from cms.delivery.pages.serializer import Expansion

_KIND = f"({'|'.join(KINDS)})"
PATH = re.compile(rf"{_KIND}(\.{_KIND})?")


def _check_paths(paths: tuple[str, ...]) -> tuple[str, ...]:
    for path in paths:
        if not PATH.fullmatch(path):
            raise ValueError(not_one_of(path, [*KINDS, f"{KINDS[0]}.{KINDS[1]}", "…"]))
    return paths


Expand = Annotated[
    tuple[str, ...],
    AfterValidator(_check_paths),
    Commas,
    WithJsonSchema(
        {
            "type": "array",
            "items": {"type": "string", "pattern": f"^{PATH.pattern}$"},
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
    """Return the tree of expansions; `children.siblings` expands both levels.

    Raises a 422 problem if `fields[…]` names a kind that is not expanded.
    """
    kinds = {kind for path in params.expand for kind in path.split(".")}
    chosen = {kind: vars(params)[f"fields_of_{kind}"] for kind in KINDS}
    for kind, names in chosen.items():
        if names and kind not in kinds:
            raise invalid(f"fields[{kind}]", format_lazy(_("add “{kind}” to “expand”."), kind=kind))
    inner: dict[str, dict[str, Expansion]] = {}
    for path in params.expand:
        first, _separator, second = path.partition(".")
        below = inner.setdefault(first, {})
        if second:
            below[second] = Expansion(fields=_names(chosen[second]))
    return Expansion(
        {kind: Expansion(below, _names(chosen[kind])) for kind, below in inner.items()}
    )


def _names(fields: tuple[str, ...]) -> frozenset[str] | None:
    return frozenset(fields) if fields and "*" not in fields else None
