"""What the advanced form offers to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps

from cms.changes.fresh import Fresh
from cms.content.page import BasePage
from cms.maintenance.state import visible
from search.form import AdvancedForm
from search.labels import LOCALES, labels, topics
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
    """Type, organ, topic and language."""
    types = [model._meta.label for model in _page_types()]
    return [
        _choice("type", "Type", form.type, labels("type", types).items()),
        _choice("organ", "Organ", form.organ, ((title, title) for title in _organs(None))),
        _choice("topic", "Topic", form.topic, topics(None).items()),
        _choice("locale", "Language", form.locale, LOCALES.items()),
    ]


def _page_types() -> list[type[BasePage]]:
    return [model for model in apps.get_models() if issubclass(model, BasePage)]


def _read_organs(_: None) -> list[str]:
    """The titles of public organs, each once."""
    organs = [
        page.title
        for model in _page_types()
        if getattr(model, "is_organ", False)
        for page in visible(model.objects.filter(live=True).order_by("title"))
    ]
    return list(dict.fromkeys(organs))


_organs: Fresh[None, list[str]] = Fresh(_read_organs)


def _choice(
    name: Facet, title: str, chosen: tuple[str, ...], known: Iterable[tuple[str, str]]
) -> Choice:
    """Chosen values are offered even if nothing has them any more."""
    offered = {value: value for value in chosen} | dict(known)
    options = tuple(Option(value, label, value in chosen) for value, label in offered.items())
    return Choice(name, title, options, len(chosen) > 1)
