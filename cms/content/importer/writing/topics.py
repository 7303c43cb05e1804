"""Topics by name, in any case; missing ones are created."""

import uuid
from collections.abc import Iterable

from django.utils.text import slugify

from cms.content.models import Topic


def topics(names: Iterable[str]) -> dict[str, Topic]:
    """Return the topic of each name; one query for those that exist."""
    names_by_key = {name.casefold(): name for name in names}
    if not names_by_key:
        return {}
    topics_by_name = {topic.name.casefold(): topic for topic in Topic.objects.all()}
    for key, name in names_by_key.items():
        if key not in topics_by_name:
            topics_by_name[key] = Topic.objects.create(name=name, slug=_free_slug(name))
    return {name: topics_by_name[name.casefold()] for name in names}


def _free_slug(name: str) -> str:
    slug = slugify(name)[:70]
    if slug and not Topic.objects.filter(slug=slug).exists():
        return slug
    return f"{slug or 'topic'}-{uuid.uuid5(uuid.NAMESPACE_URL, name).hex[:8]}"
