"""Finds where a record is used, and prevents the deletion of records in use."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import ManyToManyRel, ManyToOneRel, Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, ReferenceIndex
from wagtail_modeladmin.views import DeleteView, InspectView

from cms.directory.keys import key_references


@dataclass(frozen=True, slots=True)
class Use:
    """An object that uses a record.

    `where` names the fields; `url` is empty if the user may not edit the object.
    """

    title: str
    url: str
    where: str


def uses(record: Model, user: Any) -> list[Use]:
    """Return the pages, drafts included, and other objects that refer to `record`.

    Foreign keys, and references in blocks and rich text, come from Wagtail's reference index. The
    models' relations add many-to-many fields, and models that are not in the index; fields that
    hold the record's key are no relations.
    """
    finder = AdminURLFinder(user)
    uses_by_object: dict[tuple[str, str], Use] = {}
    for source, where in [*_references(record), *_relations(record), *key_references(record)]:
        key = (_base_label(source), str(source.pk))
        uses_by_object.setdefault(key, Use(str(source), finder.get_edit_url(source) or "", where))
    return list(uses_by_object.values())


def _base_label(source: Model) -> str:
    return Page._meta.label if isinstance(source, Page) else source._meta.label


def _references(record: Model) -> Iterator[tuple[Model, str]]:
    for source, references in ReferenceIndex.get_grouped_references_to(record):
        yield source, ", ".join(sorted({each.describe_source_field() for each in references}))


def _relations(record: Model) -> Iterator[tuple[Model, str]]:
    for relation in record._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel | ManyToManyRel):
            continue
        model, field = relation.related_model, relation.field
        if not model._meta.auto_created:  # an automatic table of a many-to-many field
            for source in model._default_manager.filter(**{field.name: record}):
                yield source, str(field.verbose_name)


class UsageInspectView(InspectView):
    """The inspect view of modeladmin, with the uses of the record."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"uses": uses(self.instance, self.request.user)}


class GuardedDeleteView(DeleteView):
    """The delete view, which redirects to the list of uses if the record is in use."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.check_action_permitted(request.user):
            refused: HttpResponse = super().dispatch(request, *args, **kwargs)
            return refused
        if count := len(uses(self.instance, request.user)):
            places = "one place" if count == 1 else f"{count} places"
            message = f"{self.instance} is used in {places}. Remove it there first."
            messages.error(request, message)
            return redirect(self.url_helper.get_action_url("inspect", self.instance.pk))
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response
