"""Query parameters, declared once: read strictly, and described in the OpenAPI document."""

import re
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, get_origin

from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
)

from cms.delivery.http.problem import ProblemError, in_preferred_language, not_one_of

MAX_VALUE_LENGTH = 2_000  # characters of one value
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


class Words:
    """Marks a field for the visitor's own words: any text is taken, as in a search box."""


class Parameters(BaseModel):
    """The parameters of a route. A tuple may be given repeatedly, anything else once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    site: str | None = Field(
        None,
        max_length=300,
        description="The site, by its host name as in `sites/`, with `:port` where several share"
        " it; unset: the site of the request's host.",
    )


def _whole_number(value: Any) -> Any:
    """Return the value if it has digits only; `int` would accept `1_000` and ` 7 `, too."""
    if isinstance(value, str) and re.fullmatch(r"-[0-9]{1,18}", value):
        raise ValueError(_("“{value}” is less than {count}.").format(value=value, count=0))
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,18}", value):
        raise ValueError(_("“{value}” is not a whole number.").format(value=value[:50]))
    return value


def _integer(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,18}", value):
        raise ValueError(_("“{value}” is not a whole number.").format(value=value[:50]))
    return value


def _no_time(value: object) -> str:
    return _("“{value}” is not a date or a time; write 2024-05-31 or 2024-05-31T09:00:00Z.").format(
        value=str(value)[:50]
    )


def _truth(value: Any) -> Any:
    """Return the value if it is `true` or `false`; Pydantic would accept `on` and `1`, too."""
    if isinstance(value, str) and value not in {"true", "false"}:
        raise ValueError(not_one_of(value, ("true", "false")))
    return value


def _iso(value: Any) -> Any:
    """Return the value if it is an ISO 8601 date; Pydantic would read a number as seconds."""
    if isinstance(value, str) and not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError(_no_time(value))
    return value


def _split(values: Any) -> Any:
    return tuple(part.strip() for value in values for part in value.split(","))


DIGITS = BeforeValidator(_whole_number)
"""Stands behind the bounds of a number, so that the document has them as JSON Schema does."""
INTEGER = BeforeValidator(_integer)
"""Like DIGITS, for numbers that may be negative."""
PageId = Annotated[int, Field(ge=1, le=2**53 - 1), DIGITS]
Limit = Annotated[int, Field(ge=1, le=100), DIGITS]
Day = Annotated[date, BeforeValidator(_iso)]
Truth = Annotated[
    bool,
    BeforeValidator(_truth),
    WithJsonSchema({"type": "boolean"}),
]
Timestamp = Annotated[AwareDatetime, BeforeValidator(_iso)]
Commas = BeforeValidator(_split, json_schema_input_type=Any)
"""Accepts tuples written with commas, too."""


def lower(value: str) -> str:
    return value.lower()


LanguageCode = Annotated[str, Field(max_length=20), AfterValidator(lower)]


def read[P: Parameters](request: HttpRequest, kind: type[P]) -> P:
    """Return the request's parameters; raises a 422 problem that names each invalid one."""
    with in_preferred_language(request):
        return _read(request, kind)


def _read[P: Parameters](request: HttpRequest, kind: type[P]) -> P:
    parsed: dict[str, Any] = {}
    errors: dict[str, str] = {}
    repeatable, words = _repeatable(kind), _words(kind)
    for name, values in request.GET.lists():
        if name in words and len(values) == 1:
            parsed[name] = values[0]
        elif any(_UNPRINTABLE.search(value) for value in values):
            errors[name] = f"{name}: {_('a value contains characters that are not text.')}"
        elif any(len(value) > MAX_VALUE_LENGTH for value in values):
            errors[name] = f"{name}: {_too_long(MAX_VALUE_LENGTH)}"
        elif name in repeatable:
            parsed[name] = tuple(values)
        elif len(values) > 1:
            errors[name] = _("“{name}” is given more than once.").format(name=name)
        else:
            parsed[name] = values[0]
    try:
        params = kind.model_validate(parsed)
    except ValidationError as error:
        errors |= {str(each["loc"][0]): _message(each, kind) for each in error.errors()}
    if errors:
        payload = [{"name": name, "message": message} for name, message in errors.items()]
        detail = " ".join(errors.values())
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, detail, parameters=payload)
    return params


def names(kind: type[Parameters]) -> list[str]:
    return [field.alias or name for name, field in kind.model_fields.items()]


def _repeatable(kind: type[Parameters]) -> set[str]:
    return {
        field.alias or name
        for name, field in kind.model_fields.items()
        if get_origin(field.annotation) is tuple
    }


def _words(kind: type[Parameters]) -> set[str]:
    return {name for name, field in kind.model_fields.items() if Words in field.metadata}


def _message(error: Any, kind: type[Parameters]) -> str:
    name = str(error["loc"][0])
    if error["type"] == "extra_forbidden":
        return _("“{name}” is not a parameter here. Use one of: {known}.").format(
            name=name[:50], known=", ".join(names(kind))
        )
    if error["type"] == "missing":
        return _("“{name}” is missing.").format(name=name)
    return f"{name}: {_reason(error)}"


def _reason(error: Any) -> str:
    """Return what is wrong with a value, by the type of Pydantic's error."""
    value, context = str(error["input"])[:50], error.get("ctx", {})
    match error["type"]:
        case "value_error":
            return str(context["error"])
        case "literal_error":
            return str(not_one_of(value, re.findall("'([^']*)'", context["expected"])))
        case "greater_than_equal":
            return _("“{value}” is less than {count}.").format(value=value, count=context["ge"])
        case "less_than_equal":
            return _("“{value}” is more than {count}.").format(value=value, count=context["le"])
        case "too_long":
            count = context["max_length"]
            return _("At most {count} values are allowed.").format(count=count)
        case "string_too_long":
            return _too_long(context["max_length"])
        case kind if "date" in kind or "time" in kind:
            return _no_time(value)
    return _("“{value}” is not valid.").format(value=value)


def _too_long(count: int) -> str:
    return _("a value has at most {count} characters.").format(count=count)


def describe(kind: type[Parameters]) -> dict[str, Any]:
    """Return the parameters for an operation of the OpenAPI document; lists use commas."""
    schema = kind.model_json_schema()
    required = set(schema.get("required", ()))
    parameters = []
    for name, each in schema.get("properties", {}).items():
        payload: dict[str, Any] = {"name": name, "in": "query", "required": name in required}
        payload["description"] = each.pop("description", "")
        each.pop("title", None)
        if each.get("default", ...) in (None, []):
            del each["default"]
        if each.get("type") == "array":
            commas = each.pop("x-commas", False)
            payload |= {"style": "form", "explode": not commas}
        parameters.append(payload | {"schema": _without_null(each)})
    return {"parameters": parameters}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema without null: a parameter that is not given is absent."""
    if "anyOf" not in schema:
        return schema
    [not_null] = [each for each in schema["anyOf"] if each != {"type": "null"}]
    return {**{name: value for name, value in schema.items() if name != "anyOf"}, **not_null}
