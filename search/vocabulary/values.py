"""The known values of the product's fields, each with its names, the label first."""

from django.apps import apps
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import override
from wagtail.models import Site

from cms.content.models import Topic
from cms.content.page import BasePage
from cms.languages.registry import language
from cms.maintenance.state import visible
from cms.sites.texts import site_texts


def types() -> dict[str, tuple[str, ...]]:
    """Return the names of page types, the one in the active language first.

    The English name and the model's name are included, so that queries work in all languages.
    """
    return {model._meta.label: _type_names(model) for model in _page_types()}


def _type_names(model: type[BasePage]) -> tuple[str, ...]:
    with override("en"):
        english = str(model._meta.verbose_name).capitalize()
    return (capfirst(str(model._meta.verbose_name)), english, model.__name__)


def organs() -> dict[str, tuple[str, ...]]:
    """Return the distinct titles of public organs, with their other names."""
    names: dict[str, tuple[str, ...]] = {}
    pages = (
        page
        for model in _page_types()
        if model.is_organ
        for page in visible(model.objects.filter(live=True).order_by("title"))
    )
    for page in pages:
        names[page.title] = (*names.get(page.title, (page.title,)), *page.other_names())
    return names


def topics() -> dict[str, tuple[str, ...]]:
    """Return the slugs of topics with their names, that of the active language first."""
    return {
        topic.slug: tuple(dict.fromkeys((topic.in_language().name, topic.name)))
        for topic in Topic.objects.all()
    }


def languages() -> dict[str, tuple[str, ...]]:
    """Return the codes of the site's languages with their own names and the English ones."""
    return {
        code: (endonym, language(code).name) for code, endonym in settings.WAGTAIL_CONTENT_LANGUAGES
    }


def sites() -> dict[str, tuple[str, ...]]:
    """Return the ids of sites with their names and hosts."""
    return {
        str(site.pk): (site_texts((site, settings.LANGUAGE_CODE)).name, site.hostname)
        for site in Site.objects.order_by("pk")
    }


def _page_types() -> list[type[BasePage]]:
    return [model for model in apps.get_models() if issubclass(model, BasePage)]
