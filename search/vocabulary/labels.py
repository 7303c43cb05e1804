"""What people read instead of a facet's values."""

from collections.abc import Iterable

from django.apps import apps
from django.conf import settings

from cms.caching.lookups import cached_until_change
from cms.content.models import Topic
from search.request.search_request import FacetName

LOCALES = dict(settings.WAGTAIL_CONTENT_LANGUAGES)


def labels(name: FacetName, values: Iterable[str]) -> dict[str, str]:
    """By value; of topics that are gone, nothing."""
    wanted = list(values)
    if name == "topic":
        known = topics(None)
        return {value: known[value] for value in wanted if value in known}
    if name == "locale":
        return {value: LOCALES.get(value, value) for value in wanted}
    if name == "type":
        return {value: _type_label(value) for value in wanted}
    return {value: value for value in wanted}


def _read_topics(_: None) -> dict[str, str]:
    return dict(Topic.objects.values_list("slug", "name"))


topics = cached_until_change(_read_topics)
"""Names by slug, in the order of names."""


def _type_label(value: str) -> str:
    try:
        return str(apps.get_model(value)._meta.verbose_name).capitalize()
    except (LookupError, ValueError):
        return value
