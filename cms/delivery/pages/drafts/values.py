"""Expressions that filter and sort drafts by values in the JSON of their revisions."""

from typing import Any

from django.db.models import CharField, DateField, F, Field, Func, Q, TextField, Value
from django.db.models.expressions import Case, When
from django.db.models.functions import Cast, Coalesce, NullIf

from cms.delivery.http.collation import in_order
from cms.delivery.pages.dates import DayOf
from cms.delivery.pages.declared import DeclaredField, output_of, stored_value

CHANGED = Q(latest_revision__isnull=False) & (Q(has_unpublished_changes=True) | Q(live=False))
"""The condition that the latest revision of a page differs from its row."""


class _StoredText(Func):
    """A top-level value of a JSON object as text; null for null and for a missing name."""

    function = "jsonb_extract_path_text"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        content, name = self.get_source_expressions()
        path = Value(f'$."{name.value}"')
        json_extract = Func(content, path, function="JSON_EXTRACT", output_field=TextField())
        return json_extract.as_sql(compiler, connection, **context)


def draft_value(name: str, output: Field[Any, Any], published: Any) -> Case:
    """Return the expression for a field of the latest draft; `published` is that of the row."""
    stored = Cast(_StoredText(F("latest_revision__content"), Value(name)), output)
    return Case(When(CHANGED, then=stored), default=published, output_field=output)


def title() -> Case:
    """Return the expression for the title of the latest draft."""
    return draft_value("title", CharField(), F("title"))


def slug() -> Case:
    """Return the expression for the slug of the latest draft."""
    return draft_value("slug", CharField(), F("slug"))


def declared_value(field: DeclaredField) -> Any:
    """Return the expression for a declared field of the latest draft.

    Dates of publication are the page's, not the draft's.
    """
    if field.name.endswith("published_at"):
        return F(field.name)
    output = CharField() if field.is_text else output_of(field)
    value = draft_value(field.name, output, stored_value(field))
    if field.name == "date":
        return Coalesce(value, DayOf("first_published_at"), output_field=DateField())
    return value


def sort_value(name: str, field: DeclaredField | None) -> Any:
    """Return the expression by which drafts are sorted; null for drafts without a value."""
    if name == "title":
        return in_order(title())
    if field is None:
        return F(name)
    value = declared_value(field)
    return in_order(NullIf(value, Value(""))) if field.is_text else value
