"""What the advanced form offers to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps

from cms.content.models import Topic
from cms.content.page import BasePage
from cms.maintenance.state import visible
from search.form import AdvancedForm
from search.labels import LOCALES, labels
from search.request import Facet


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of the form; `is_multiple` where more than one value is chosen already."""

    name: Facet
    title: str
    options: tuple[Option, ...]
    is_multiple: bool


def choices(form: AdvancedForm) -> list[Choice]:
    """Type, organ, topic and language; two queries."""
    types = [model for model in apps.get_models() if issubclass(model, BasePage)]
    organs = [
        page.title
        for model in types
        if getattr(model, "is_organ", False)
        for page in visible(model.objects.filter(live=True).order_by("title"))
    ]
    return [
        _choice("type", "Type", form.type, labels("type", [m._meta.label for m in types]).items()),
        _choice("organ", "Organ", form.organ, ((title, title) for title in dict.fromkeys(organs))),
        _choice("topic", "Topic", form.topic, Topic.objects.values_list("slug", "name")),
        _choice("locale", "Language", form.locale, LOCALES.items()),
    ]


def _choice(
    name: Facet, title: str, chosen: tuple[str, ...], known: Iterable[tuple[str, str]]
) -> Choice:
    """Chosen values are offered even if nothing has them any more."""
    offered = {value: value for value in chosen} | dict(known)
    options = tuple(Option(value, label, value in chosen) for value, label in offered.items())
    return Choice(name, title, options, len(chosen) > 1)
