"""The models that public responses show, and those that they never do.

Every installed model is declared in the `AppConfig.ready` of its app, one way or the other
(`objects.show`, `hide`). Pages, what belongs to them, and settings need no declaration. A test
fails for any model that is not declared.
"""

from dataclasses import dataclass

from django.db.models import Field, ForeignKey, Model
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from cms.changes.models import Kind


@dataclass(frozen=True, slots=True)
class ShownModel:
    """A model whose instances are shown by public responses.

    `part_of` names the foreign key to the object that a change is reported for. With
    `ignores_creation` a new instance changes nothing that is shown. With `on_pages` pages show
    the instances, so that a change is reported for these pages, too.
    """

    model: type[Model]
    kind: Kind
    part_of: str = ""
    ignores_creation: bool = False
    on_pages: bool = False

    @property
    def object_type(self) -> str:
        """The name by which `changes/` calls the object, like `image`."""
        model = self.model._meta.get_field(self.part_of).related_model if self.part_of else None
        return str((model or self.model)._meta.model_name)

    def object_id(self, instance: Model) -> int | None:
        """The object's primary key; None where that is no number."""
        key = getattr(instance, f"{self.part_of}_id") if self.part_of else instance.pk
        return key if isinstance(key, int) else None


_shown: dict[type[Model], ShownModel] = {}
_by_table: dict[str, ShownModel] = {}
_hidden: dict[str, str] = {}


def add(found: ShownModel) -> None:
    """Keep how a model is watched."""
    _shown[found.model] = _by_table[found.model._meta.db_table] = found


def hide(*labels: str, reason: str) -> None:
    """Declare models, or all of an app by its label, that no public response shows."""
    for label in labels:
        _hidden[label.lower()] = reason


def shown(model: type[Model]) -> ShownModel | None:
    """Return how a model is watched; None for pages and for hidden models."""
    return _shown.get(model)


def all_shown() -> list[ShownModel]:
    """Return every watched model that is no page and no part of one."""
    return list(_shown.values())


def by_table(name: str) -> ShownModel | None:
    """Return how the model of a database table is watched."""
    return _by_table.get(name)


def hidden(model: type[Model]) -> str | None:
    """Return the reason why no public response shows the model; None if there is none."""
    return _hidden.get(model._meta.label_lower) or _hidden.get(model._meta.app_label)


def is_page(model: type[Model]) -> bool:
    """Return whether it is a page type, or saved and deleted only with the page it belongs to."""
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
