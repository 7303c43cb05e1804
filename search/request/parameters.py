"""Conversion between URL parameters and search requests, shared by the page and the API."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from search.fields import Field, search_fields
from search.interface import gettext as _
from search.query.dates import days
from search.query.parser import Match
from search.request.search_request import (
    DEFAULT_FACET_SIZE,
    DEFAULT_LIMIT,
    MAX_FACET_SIZE,
    MAX_LIMIT,
    SearchRequest,
)

Format = Literal["json", "csv", "atom"]
FORMATS: tuple[Format, ...] = get_args(Format)
Version = Literal["live", "draft"]
VERSIONS: tuple[Version, ...] = get_args(Version)
MATCHES: tuple[Match, ...] = get_args(Match)
MAX_VALUES = 50  # of one parameter
MAX_VALUE_LENGTH = 255
MAX_CURSOR_LENGTH = 2_000

TEXTS = ("q", "all", "phrase", "any", "none")

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ParameterError:
    """A parameter that could not be read; the message is a sentence with the allowed values."""

    parameter: str
    code: Literal["unknown", "repeated", "malformed"]
    message: str


@dataclass(frozen=True, slots=True)
class ParsedParameters:
    """The request made of all valid parameters, and the errors of the others."""

    request: SearchRequest
    format: Format
    version: Version = "live"
    errors: tuple[ParameterError, ...] = ()


def read_parameters(parameters: Mapping[str, Sequence[str]]) -> ParsedParameters:
    """Parse parameters, given as in `dict(request.GET.lists())`; never raises an exception.

    Blank values are ignored in fields of the form, which a browser submits empty.
    """
    parsed: dict[str, Any] = {}
    errors: list[ParameterError] = []
    filters: dict[str, tuple[str, ...]] = {}
    valid_names = parameter_names()
    for name, raw_values in parameters.items():
        is_filter = name in search_fields().filters
        values = [
            each for each in raw_values if each.strip() or not (is_filter or name in _MAY_BE_EMPTY)
        ]
        if name not in valid_names:
            names = ", ".join(valid_names)
            message = _("“{name}” is not a parameter of this search. Use one of: {known}.").format(
                name=name[:50], known=names
            )
            errors.append(ParameterError(name, "unknown", message))
        elif not is_filter and name != "facets" and len(values) > 1:
            message = _("“{name}” is given more than once.").format(name=name)
            errors.append(ParameterError(name, "repeated", message))
        elif len(raw_values) > MAX_VALUES:  # blank ones count, as in the OpenAPI document
            message = _("At most {count} values are allowed.").format(count=MAX_VALUES)
            errors.append(ParameterError(name, "malformed", f"{name}: {message}"))
        elif values:
            try:
                if is_filter:
                    filters[name] = _filter(values, search_fields()[name])
                else:
                    parsed[name] = _READERS[name](values)
            except ValueError as error:
                errors.append(ParameterError(name, "malformed", f"{name}: {error}"))
    first, last = parsed.get("date_from"), parsed.get("date_to")
    if first and last and first > last:
        del parsed["date_from"], parsed["date_to"]
        message = _(
            "date_from, {first}, is after date_to, {last}. Put the earlier day first."
        ).format(first=first, last=last)
        errors.append(ParameterError("date_from", "malformed", message))
    text: str = parsed.pop("q", "")
    output_format: Format = parsed.pop("format", "json")
    version: Version = parsed.pop("version", "live")
    return ParsedParameters(
        SearchRequest(text, filters=filters, **parsed), output_format, version, tuple(errors)
    )


def write_parameters(request: SearchRequest, form: Format = "json") -> list[tuple[str, str]]:
    """Return the fewest parameters that parse to this request, always in the same order."""
    written = [(name, getattr(request, "text" if name == "q" else name)) for name in TEXTS]
    written += [(name, value) for name in search_fields().filters for value in request.filter(name)]
    for name in ("date_from", "date_to"):
        written.append((name, str(getattr(request, name) or "")))
    written += [
        ("match", request.match if request.match != "any" else ""),
        ("sort", request.sort if request.sort != "relevance" else ""),
        ("prefer_locale", request.prefer_locale),
        ("facets", ",".join(map(_facet_text, request.facets))),
        ("limit", str(request.limit) if request.limit != DEFAULT_LIMIT else ""),
        ("cursor", request.cursor),
        ("format", form if form != "json" else ""),
    ]
    return [(name, value) for name, value in written if value]


def _text(values: Sequence[str]) -> str:
    return values[0]


def _choice(choices: Sequence[str]) -> Callable[[Sequence[str]], str]:
    def read(values: Sequence[str]) -> str:
        if values[0] not in choices:
            raise ValueError(
                _("“{value}” is not one of {choices}.").format(
                    value=values[0][:50], choices=", ".join(choices)
                )
            )
        return values[0]

    return read


def _filter(values: Sequence[str], field: Field) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(field.spellings(value.strip())[0] for value in values))
    for value in chosen:
        if len(value) > MAX_VALUE_LENGTH:
            raise ValueError(
                _("a value has at most {count} characters.").format(count=MAX_VALUE_LENGTH)
            )
        if _UNPRINTABLE.search(value):
            raise ValueError(_("a value contains characters that are not text."))
    return chosen


def _day(which: Literal[0, 1]) -> Callable[[Sequence[str]], date]:
    def read(values: Sequence[str]) -> date:
        try:
            return days(values[0].strip())[which]
        except ValueError:
            raise ValueError(
                _("“{value}” is not a date; write 2024, 2024-05 or 2024-05-31.").format(
                    value=values[0][:50]
                )
            ) from None

    return read


def facet_pattern() -> str:
    """Return the regular expression of a facet with the number of its values, like `type:20`."""
    return rf"({'|'.join(search_fields().facets)})(?::([1-9][0-9]{{0,2}}))?"


def _facets(values: Sequence[str]) -> tuple[tuple[str, int], ...]:
    sizes: dict[str, int] = {}
    for part in ",".join(values).split(","):
        match = re.fullmatch(facet_pattern(), part.strip())
        size = int(match[2] or DEFAULT_FACET_SIZE) if match else 0
        if match is None or size > MAX_FACET_SIZE:
            names = ", ".join(search_fields().facets)
            raise ValueError(
                _(
                    "“{value}” is not a facet; write some of {known}, like type:20, "
                    "with 1 to {count} values."
                ).format(value=part[:50], known=names, count=MAX_FACET_SIZE)
            )
        sizes[match[1]] = size
    return tuple(sizes.items())


def _facet_text(facet: tuple[str, int]) -> str:
    name, size = facet
    return name if size == DEFAULT_FACET_SIZE else f"{name}:{size}"


def _limit(values: Sequence[str]) -> int:
    if not re.fullmatch("[0-9]{1,3}", values[0]) or not 1 <= int(values[0]) <= MAX_LIMIT:
        raise ValueError(
            _("“{value}” is not a whole number from 1 to {count}.").format(
                value=values[0][:50], count=MAX_LIMIT
            )
        )
    return int(values[0])


def _cursor(values: Sequence[str]) -> str:
    if len(values[0]) > MAX_CURSOR_LENGTH or not re.fullmatch(r"[\x21-\x7e]+", values[0]):
        raise ValueError(_("this cursor is not from an earlier response."))
    return values[0]


_READERS: Mapping[str, Callable[[Sequence[str]], Any]] = {
    **dict.fromkeys(TEXTS, _text),
    "date_from": _day(0),
    "date_to": _day(1),
    "match": _choice(MATCHES),
    "sort": lambda values: _choice(search_fields().sorts)(values),
    "prefer_locale": lambda values: _filter(values, search_fields()["locale"])[0],
    "facets": _facets,
    "limit": _limit,
    "cursor": _cursor,
    "format": _choice(FORMATS),
    "version": _choice(VERSIONS),
}
_MAY_BE_EMPTY = frozenset([*TEXTS, "date_from", "date_to", "prefer_locale"])


def parameter_names() -> tuple[str, ...]:
    """Return the parameters in the order of URLs: texts, filters, the rest."""
    others = tuple(name for name in _READERS if name not in TEXTS)
    return (*TEXTS, *search_fields().filters, *others)
