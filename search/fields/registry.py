"""The registry of fields, which is closed when the fields are first read."""

from collections.abc import Iterator
from contextlib import contextmanager

from search.fields.collection import Fields
from search.fields.field import Field, FieldError


class Registry:
    def __init__(self) -> None:
        self._declared: dict[str, Field] = {}
        self._fields: Fields | None = None

    def register(self, *fields: Field) -> None:
        """Add fields; raises FieldError for a duplicate name, or once the fields have been read."""
        for each in fields:
            if self._fields is not None:
                raise FieldError(
                    f"{each.name}: the search has started; register fields in AppConfig.ready."
                )
            if each.name in self._declared:
                raise FieldError(f"{each.name}: there is a field of this name already.")
            if each.kind == "date" and any(e.kind == "date" for e in self._declared.values()):
                raise FieldError(f"{each.name}: there is a date field already, and only one.")
            self._declared[each.name] = each

    def fields(self) -> Fields:
        """Return all fields and close the registry."""
        if self._fields is None:
            self._check()
            self._fields = Fields(self._declared)
        return self._fields

    @contextmanager
    def replaced(self, *more: Field) -> Iterator[Fields]:
        """Add fields within a `with` block, for tests; indexes built inside it have them."""
        before = self._fields, self._declared
        self._fields, self._declared = None, dict(self._declared)
        try:
            self.register(*more)
            yield self.fields()
        finally:
            self._fields, self._declared = before

    def _check(self) -> None:
        texts = {each.name for each in self._declared.values() if each.kind == "text"}
        others = self._declared.keys() - texts
        for each in self._declared.values():
            if each.within and each.within not in texts:
                raise FieldError(f"{each.name}: “{each.within}” is not a text field.")
            if each.kind == "text" and each.scope in others:
                raise FieldError(f"{each.name}: “{each.scope}” is a value field.")


_registry = Registry()
register = _registry.register
search_fields = _registry.fields
replaced = _registry.replaced
