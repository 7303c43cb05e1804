"""What people read instead of a facet's values."""

from collections.abc import Iterable

from django.apps import apps
from django.conf import settings

from cms.content.models import Topic
from search.request import FacetName

LOCALES = dict(settings.WAGTAIL_CONTENT_LANGUAGES)


def labels(name: FacetName, values: Iterable[str]) -> dict[str, str]:
    """By value; one query for topics, none for the others."""
    wanted = list(values)
    if name == "topic":
        return dict(Topic.objects.filter(slug__in=wanted).values_list("slug", "name"))
    if name == "locale":
        return {value: LOCALES.get(value, value) for value in wanted}
    if name == "type":
        return {value: _type_label(value) for value in wanted}
    return {value: value for value in wanted}


def _type_label(value: str) -> str:
    try:
        return str(apps.get_model(value)._meta.verbose_name).capitalize()
    except (LookupError, ValueError):
        return value
