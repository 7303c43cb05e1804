"""Topics by name, in any case; missing ones are created."""

import uuid
from collections.abc import Iterable

from django.utils.text import slugify

from cms.content.models import Topic


def topics(names: Iterable[str]) -> dict[str, Topic]:
    """Return the topic of each name; one query for those that exist."""
    wanted = {name.casefold(): name for name in names}
    if not wanted:
        return {}
    known = {topic.name.casefold(): topic for topic in Topic.objects.all()}
    for folded, name in wanted.items():
        if folded not in known:
            known[folded] = Topic.objects.create(name=name, slug=_free_slug(name))
    return {name: known[name.casefold()] for name in names}


def _free_slug(name: str) -> str:
    slug = slugify(name)[:70]
    if slug and not Topic.objects.filter(slug=slug).exists():
        return slug
    return f"{slug or 'topic'}-{uuid.uuid5(uuid.NAMESPACE_URL, name).hex[:8]}"
