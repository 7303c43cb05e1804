"""Records whose texts are shown on pages of every language: topics, people, states."""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any, ClassVar, Self

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from cms.languages.active import active_language
from cms.languages.registry import fallbacks, language


class TranslationsWidget(forms.Widget):
    """Inputs for each text in each language, one group a language."""

    template_name = "languages/translations.html"

    def __init__(self, fields: "Mapping[str, models.Field[Any, Any]]") -> None:
        super().__init__()
        self.fields = fields

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        translations = value or {}
        context["groups"] = [
            (language(code), self._inputs(name, code, translations.get(code, {})))
            for code in _codes()
        ]
        return context

    def _inputs(self, name: str, code: str, texts: Mapping[str, str]) -> list[dict[str, Any]]:
        return [
            {
                "name": f"{name}-{code}-{field}",
                "label": str(each.verbose_name).capitalize(),
                "value": texts.get(field, ""),
                "max_length": getattr(each, "max_length", None),
                "is_long": isinstance(each, models.TextField),
            }
            for field, each in self.fields.items()
        ]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, dict[str, str]]:
        translations = {
            code: {
                field: text
                for field in self.fields
                if (text := data.get(f"{name}-{code}-{field}", "").strip())
            }
            for code in _codes()
        }
        return {code: texts for code, texts in translations.items() if texts}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)


class TranslationsFormField(forms.Field):
    """A mapping of language codes to texts by the names of their fields."""

    widget: TranslationsWidget

    def clean(self, value: Any) -> dict[str, dict[str, str]]:
        texts: dict[str, dict[str, str]] = value or {}
        problems = [
            f"{language(code).name}: {each.verbose_name} is over {each.max_length} characters."
            for code, fields in texts.items()
            for name, each in self.widget.fields.items()
            if each.max_length and len(fields.get(name, "")) > each.max_length
        ]
        if problems:
            raise ValidationError(problems)
        return texts

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or {}) != (data or {})


class TranslationsField(models.JSONField):
    """Holds the texts of a record in other languages: `{"th": {"name": "…"}}`."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("default", dict)
        options.setdefault("blank", True)
        super().__init__(**options)

    def formfield(self, **options: Any) -> Any:
        names: tuple[str, ...] = self.model.translated_fields  # type: ignore[attr-defined]
        fields: dict[str, Any] = {name: self.model._meta.get_field(name) for name in names}
        return TranslationsFormField(
            required=False, label="Translations", widget=TranslationsWidget(fields)
        )


class TranslatedRecord(models.Model):
    """A record whose fields are in the default language, with translations of some of them."""

    translated_fields: ClassVar[tuple[str, ...]] = ()

    translations = TranslationsField()

    class Meta:
        abstract = True

    def in_language(self, code: str = "", fallback: Sequence[str] = ()) -> Self:
        """Return the record with the texts of a language, each after its fallback chain.

        Without a code the language is the active one. `fallback` replaces the registered chain.
        Records without such texts return themselves, others a copy.
        """
        chain = self._chain(code, fallback)
        if not chain:
            return self
        translated = copy(self)
        for name in self.translated_fields:
            texts = (self.translations[each].get(name) for each in chain)
            setattr(translated, name, next(filter(None, texts), getattr(self, name)))
        return translated

    def text_language(self, code: str = "", fallback: Sequence[str] = ()) -> str:
        """Return the language of the record's first text, as `in_language` gives it."""
        name = self.translated_fields[0]
        chain = self._chain(code, fallback)
        translated_into = (each for each in chain if self.translations[each].get(name))
        return next(translated_into, settings.LANGUAGE_CODE)

    def _chain(self, code: str, fallback: Sequence[str]) -> list[str]:
        """Return the languages to try that have texts, up to the default one."""
        default = settings.LANGUAGE_CODE
        code = code or active_language()
        chain = (code, *fallback, default) if fallback else fallbacks(code, default)
        before = chain[: chain.index(default)]
        return [each for each in before if each in self.translations]


def _codes() -> list[str]:
    """Return the languages that a record can be translated into."""
    return [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
