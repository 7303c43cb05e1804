"""Conversion of front matter to the fields of a page."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.timezone import make_aware
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.content.importer.references import References
from cms.directory.keys import RecordKeyField

PAGE_FIELDS = ("title", "slug", "seo_title", "search_description", "show_in_menus")
PLACEMENT_FIELDS = {"type", "locale", "order", "translation_of", "topics"}
NOTHING: tuple[object, ...] = (None, "")
"""Values of a field that is named and left empty, in JSON and YAML."""
NUMBERS: "tuple[tuple[type[models.Field[Any, Any]], Callable[[str], object], str], ...]" = (
    (models.IntegerField, int, "a whole number like 12"),
    (models.DecimalField, Decimal, "a number like 12.50"),
    (models.FloatField, float, "a number like 12.5"),
)
"""The types of number fields, their parsers, and a description of valid values."""
TRUE, FALSE = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}


class ImportField(Protocol):
    """A field of front matter that sets more than one column; declared in `import_fields`."""

    def read(self, value: object, references: References) -> Any:
        """Return the value that `apply` takes, without writing.

        Raises ValueError with a sentence that describes valid values.
        """

    def apply(self, page: Page, read: Any) -> None:
        """Set the value on a page about to be saved; may write records that the page refers to."""


def columns(model: type[Page]) -> "dict[str, models.Field[Any, Any]]":
    """Return the columns that front matter may set by name."""
    own_columns = (
        field
        for field in model._meta.concrete_fields
        if field.model is model
        and field.editable
        and not field.is_relation
        and not isinstance(field, StreamField)
    )
    inherited = (field for field in model._meta.concrete_fields if field.name in PAGE_FIELDS)
    return {field.name: field for field in (*inherited, *own_columns)}


def convert(field: "models.Field[Any, Any]", value: object) -> object:
    """Return the value as the column takes it; raises ValueError."""
    name = field.name
    if isinstance(field, models.BooleanField):
        if isinstance(value, bool):
            return value
        word = str(value).lower()
        if word not in TRUE | FALSE:
            raise ValueError(f"{name} should be true or false.")
        return word in TRUE
    if value in NOTHING and field.null:
        return None
    if (choices := _choices(field)) and value not in NOTHING:
        return _choice(name, choices, value)
    if isinstance(field, models.JSONField) and value is not None:
        return value
    for kind, read, right in NUMBERS:
        if isinstance(field, kind):
            return _number(name, value, read, right)
    if isinstance(field, models.DateTimeField):
        return _time(name, value) if value not in NOTHING else None
    if isinstance(field, models.DateField):
        try:
            return date.fromisoformat(str(value)) if value not in NOTHING else None
        except ValueError:
            raise ValueError(f"{name} should be a day like 2024-05-31, not {value!r}.") from None
    if value is None:
        return field.get_default()
    if not isinstance(value, str):
        raise ValueError(f"{name} should be text, not {type(value).__name__}.")
    limit = field.max_length
    if limit and len(value) > limit:
        raise ValueError(f"{name} has {len(value)} characters: at most {limit} are kept.")
    if isinstance(field, RichTextField):
        return field.to_python(f"<p>{value}</p>")
    return value.strip()


def _choices(field: "models.Field[Any, Any]") -> list[tuple[Any, str]]:
    """Return the values and labels of a field of few values; none for others."""
    if isinstance(field, RecordKeyField):
        return field.known_choices() if field.has_records else []
    return [(key, str(label)) for key, label in field.flatchoices or ()]


def _choice(name: str, choices: list[tuple[Any, str]], value: object) -> object:
    """Return the choice with this value or label; raises ValueError."""
    text = str(value).strip().casefold()
    for key, label in choices:
        if text in {str(key).casefold(), label.casefold()}:
            return key
    names = ", ".join(str(key) for key, _ in choices)
    raise ValueError(f"{name} should be one of {names}, not {value!r}.")


def _number(name: str, value: object, read: Callable[[str], object], right: str) -> object:
    try:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValueError
        return read(str(value).strip())
    except (ValueError, ArithmeticError):
        raise ValueError(f"{name} should be {right}, not {value!r}.") from None


def _time(name: str, value: object) -> datetime:
    """Return a time with its zone, by default the site's; raises ValueError."""
    try:
        time = datetime.fromisoformat(str(value))
    except ValueError:
        right = "2024-05-31T09:30:00+07:00"
        raise ValueError(f"{name} should be a time like {right}, not {value!r}.") from None
    return time if time.tzinfo else make_aware(time)


def topic_names(value: object) -> list[str]:
    """Return the names of topics without repetitions; raises ValueError."""
    if value in NOTHING:
        return []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError("topics should be a list of names, like [Peace, Trade].")
    names = list({name.strip().casefold(): name.strip() for name in value if name.strip()}.values())
    if too_long := next((name for name in names if len(name) > 80), None):
        raise ValueError(f"the topic {too_long[:20]!r}… has more than 80 characters.")
    return names


def messages(error: ValidationError) -> Iterator[str]:
    """Yield the messages of a validation error, each after the name of its field."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            for each in errors:
                yield f"{name}: {' '.join(each.messages)}"
    else:
        yield from error.messages


def block_messages(data: Mapping[str, Any], where: str = "") -> Iterator[str]:
    """Yield the messages of a body's error (`as_json_data()`), each after its block's place."""
    for message in data.get("messages", ()):
        yield f"{where}: {message}" if where else message
    for key, inner in data.get("blockErrors", {}).items():
        name = f"block {int(key) + 1}" if isinstance(key, int) or str(key).isdigit() else key
        yield from block_messages(inner, f"{where}, {name}" if where else str(name))
