"""The form of a contact page in front matter."""

from collections.abc import Mapping
from typing import Any

from wagtail.contrib.forms.models import FORM_FIELD_CHOICES

from cms.content.importer.fields import NOTHING
from cms.content.importer.references import References

KEYS = ("label", "type", "required", "help", "choices")


class Form:
    """`form: [{label, type, required, help, choices}]`: the fields, in order."""

    def read(self, value: object, references: References) -> list[dict[str, Any]]:
        if value in NOTHING:
            return []
        if not isinstance(value, list):
            raise ValueError("form should be a list of fields, like - {label: Your name}.")
        return [self._field(each) for each in value]

    def _field(self, field: object) -> dict[str, Any]:
        if not isinstance(field, Mapping) or not str(field.get("label") or "").strip():
            raise ValueError("each field of form should have a label: {label: Your name}.")
        if unknown := set(field) - set(KEYS):
            raise ValueError(f"form has no {', '.join(sorted(unknown))}: use {', '.join(KEYS)}.")
        kind, kinds = str(field.get("type", "singleline")), [key for key, _ in FORM_FIELD_CHOICES]
        if kind not in kinds:
            raise ValueError(f"form: the type {kind!r} should be one of {', '.join(kinds)}.")
        return {
            "label": str(field["label"]).strip(),
            "field_type": kind,
            "required": bool(field.get("required", True)),
            "help_text": str(field.get("help", "")),
            "choices": "\n".join(map(str, field.get("choices", ()))),
        }

    def apply(self, page: Any, read: list[dict[str, Any]]) -> None:
        fields = page._meta.get_field("form_fields").related_model
        page.form_fields = [
            fields(sort_order=number, clean_name="", **each) for number, each in enumerate(read)
        ]
        for each in page.form_fields.all():
            each.clean_name = each.get_field_clean_name()
