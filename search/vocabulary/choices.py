"""What there is to choose from: for the advanced form, and by whatever name it is asked for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps

from cms.caching.lookups import cached_until_change
from cms.content.page import BasePage
from cms.maintenance.state import visible
from search.request.form import AdvancedForm
from search.request.names import Names
from search.request.search_request import NAMED, Facet, SearchRequest
from search.vocabulary.labels import LOCALES, labels, topics


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
    types = _type_names()
    return [
        _choice("type", "Type", form.type, labels("type", types).items()),
        _choice("organ", "Organ", form.organ, ((title, title) for title in _organs(None))),
        _choice("topic", "Topic", form.topic, topics(None).items()),
        _choice("locale", "Language", form.locale, LOCALES.items()),
    ]


def _page_types() -> list[type[BasePage]]:
    return [model for model in apps.get_models() if issubclass(model, BasePage)]


def _type_names() -> dict[str, tuple[str, ...]]:
    """Labels, each with the model's name and the one that is shown."""
    return {
        model._meta.label: (model.__name__, str(model._meta.verbose_name))
        for model in _page_types()
    }


def _read_organs(_: None) -> dict[str, list[str]]:
    """The titles of public organs, each once, with their other names."""
    organs: dict[str, list[str]] = {}
    pages = (
        page
        for model in _page_types()
        if model.is_organ
        for page in visible(model.objects.filter(live=True).order_by("title"))
    )
    for page in pages:
        organs.setdefault(page.title, []).extend(page.other_names())
    return organs


_organs = cached_until_change(_read_organs)


def _read_names(_: None) -> Names:
    topic_names = {slug: (name,) for slug, name in topics(None).items()}
    return Names(
        {
            "type": _type_names(),
            "organ": _organs(None),
            "topic": topic_names,
            "locale": {code: (name,) for code, name in LOCALES.items()},
        }
    )


_names = cached_until_change(_read_names)


def named(request: SearchRequest) -> SearchRequest:
    """Return the request with the values that its names of types, organs, topics and languages
    mean."""
    has_values = any(map(request.filter, NAMED)) or ":" in request.query.text
    return request.named(_names(None)) if has_values else request


def _choice(
    name: Facet, title: str, chosen: tuple[str, ...], known: Iterable[tuple[str, str]]
) -> Choice:
    """Chosen values are offered even if nothing has them any more."""
    offered = {value: value for value in chosen} | dict(known)
    options = tuple(Option(value, label, value in chosen) for value, label in offered.items())
    return Choice(name, title, options, len(chosen) > 1)
