"""Declarations of the models that public responses show, and of those that they never show.

Every installed model is declared in the `AppConfig.ready` of its app, with `objects.show` or
`hide`. Pages, what belongs to them, and settings need no declaration. A test fails for any model
that is not declared.
"""

from dataclasses import dataclass

from django.db.models import Field, ForeignKey, Model
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from cms.changes.models import Kind


@dataclass(frozen=True, slots=True)
class ShownModel:
    """A model whose instances are shown by public responses.

    `part_of` names the foreign key to the object that changes are recorded for. With
    `ignores_creation`, creating an instance is not a change. With `on_pages`, pages show the
    instances, so that a change of these pages is recorded, too.
    """

    model: type[Model]
    kind: Kind
    part_of: str = ""
    ignores_creation: bool = False
    on_pages: bool = False

    @property
    def object_type(self) -> str:
        """Return the object's type in `changes/`, like `image`."""
        model = self.model._meta.get_field(self.part_of).related_model if self.part_of else None
        return str((model or self.model)._meta.model_name)

    def object_id(self, instance: Model) -> int | None:
        """Return the object's primary key, or None if it is not an integer."""
        key = getattr(instance, f"{self.part_of}_id") if self.part_of else instance.pk
        return key if isinstance(key, int) else None


_shown: dict[type[Model], ShownModel] = {}
_by_table: dict[str, ShownModel] = {}
_hidden: dict[str, str] = {}


def add(declaration: ShownModel) -> None:
    """Register the declaration of a model."""
    _shown[declaration.model] = _by_table[declaration.model._meta.db_table] = declaration


def hide(*labels: str, reason: str) -> None:
    """Declare models, or all of an app by its label, that no public response shows."""
    for label in labels:
        _hidden[label.lower()] = reason


def get_shown_model(model: type[Model]) -> ShownModel | None:
    """Return the declaration of a model; None for pages and for hidden models."""
    return _shown.get(model)


def shown_models() -> list[ShownModel]:
    """Return the declarations of all models except pages and their parts."""
    return list(_shown.values())


def by_table(name: str) -> ShownModel | None:
    """Return the declaration of the model with this database table."""
    return _by_table.get(name)


def hidden_reason(model: type[Model]) -> str | None:
    """Return the reason why no public response shows the model; None if it is not hidden."""
    return _hidden.get(model._meta.label_lower) or _hidden.get(model._meta.app_label)


def is_page(model: type[Model]) -> bool:
    """Return whether a model is a page type, or saved and deleted only with its page."""
    if issubclass(model, Page):
        return True
    fields = model._meta.get_fields()
    if model._meta.auto_created:
        return any(_leads_to_page(field, ForeignKey) for field in fields)
    return any(_leads_to_page(field, ParentalKey) for field in fields)


def _leads_to_page(field: object, kind: type[ForeignKey[Model]]) -> bool:
    if not isinstance(field, Field) or not isinstance(field, kind):
        return False
    return isinstance(field.related_model, type) and issubclass(field.related_model, Page)
