"""Fields that hold the key of a record, so that choices are data and no migration adds one."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import slug_re
from django.db import models
from django.utils.translation import gettext

from cms.caching.lookups import cached_until_change
from cms.languages.records import TranslatedRecord


class KeyedRecord(TranslatedRecord):
    """A record that others refer to by its key, like a kind of organ."""

    translated_fields = ("name",)

    name = models.CharField(max_length=80, unique=True)
    key = models.SlugField(
        max_length=24, unique=True, help_text="Used in addresses and the API; keep it."
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


def _read(label: str) -> dict[str, Any]:
    return {record.key: record for record in apps.get_model(label).objects.all()}


keyed_records = cached_until_change(_read, reads_content=False)
"""Return the records of a model, given by its label, by their keys; one query, then cached."""


class RecordKeyField(models.CharField):  # type: ignore[type-arg]
    """Holds the key of a record of `model`, a label like `whatwedo.OrganKind`.

    In migrations it is a plain CharField. `extra` are keys with labels that need no record. Until
    there is a record, any key may be used: an import can come before the vocabulary.
    """

    def __init__(
        self, *args: Any, model: str = "", extra: dict[str, Any] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.record_model, self.extra = model, extra or {}

    def deconstruct(self) -> Any:
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options

    def clone(self) -> "RecordKeyField":
        _, _, args, options = self.deconstruct()
        return RecordKeyField(*args, model=self.record_model, extra=self.extra, **options)

    @property
    def has_records(self) -> bool:
        return bool(keyed_records(self.record_model))

    def record(self, key: str) -> Any:
        """Return the record with this key, or None."""
        return keyed_records(self.record_model).get(key)

    def known_choices(self) -> list[tuple[str, str]]:
        """Return keys and names, in the active language; without records, the keys in use."""
        records = keyed_records(self.record_model)
        names = {key: record.in_language().name for key, record in records.items()}
        if not records:
            used = self.model._default_manager.order_by(self.name).values_list(self.name, flat=True)
            names = {key: self.label(key) for key in used.distinct() if key not in self.extra}
        return [*({key: str(label) for key, label in self.extra.items()} | names).items()]

    def label(self, key: str) -> str:
        """Return the name of a key in the active language, or the key itself as words."""
        record = self.record(key)
        words = key.replace("-", " ").capitalize()
        return record.in_language().name if record else str(self.extra.get(key, words))

    def check_key(self, key: str) -> str:
        """Return the key; raises ValueError if there are records but none with this key."""
        if not self.has_records and slug_re.fullmatch(key):
            return key
        keys = [each for each, _ in self.known_choices()]
        if key not in keys:
            message = gettext("“{value}” is not one of {choices}.")
            raise ValueError(message.format(value=key[:50], choices=", ".join(keys)))
        return key

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        try:
            self.check_key(value)
        except ValueError as error:
            raise ValidationError(f"{error}.") from error

    def formfield(self, **options: Any) -> Any:
        return forms.ChoiceField(
            choices=self.known_choices,
            label=str(self.verbose_name).capitalize(),
            help_text=self.help_text,
            required=not self.blank,
            initial=self.get_default(),
        )


def key_references(record: models.Model) -> Iterator[tuple[models.Model, str]]:
    """Yield the objects that refer to the record by its key, each with the name of its field."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, RecordKeyField) and field.record_model == record._meta.label:
                key = record.key  # type: ignore[attr-defined]
                for referrer in model._default_manager.filter(**{field.name: key}):
                    yield referrer, str(field.verbose_name)
