"""Surrogate keys: what a response shows, so that caches can purge it by key."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from cms.content.page import BasePage

MAX_HEADER_LENGTH = 4_000
"""Bytes. Node refuses more than 16 KB of headers, and proxies single headers of 4 or 8 KB."""
TOPIC = {"slug", "name", "description", "locale"}
"""The fields of a topic."""
LINK = re.compile(r'<a (?=[^>]*linktype="(page|document)")[^>]*\bid="(\d+)"')


def header(keys: Iterable[str]) -> str:
    """Return the value of `Surrogate-Key`, without duplicates, within `MAX_HEADER_LENGTH`.

    If there are too many keys, those of the most frequent kind are replaced by a coarse key:
    `pages` for `page-7 page-8`. A cache that purges `page-7` should purge `pages`, too.
    """
    unique_keys = list(dict.fromkeys(keys))
    while len(value := " ".join(unique_keys).encode()) > MAX_HEADER_LENGTH:
        kinds = Counter(key.partition("-")[0] for key in unique_keys if "-" in key)
        if not kinds:
            return unique_keys[0]
        [(largest, _)] = kinds.most_common(1)
        coarse = [f"{largest}s" if key.startswith(f"{largest}-") else key for key in unique_keys]
        unique_keys = list(dict.fromkeys(coarse))
    return value.decode()


def keys(payload: Any) -> Iterator[str]:
    """Yield `page-7`, `image-3`, `document-5` or `topic-peace` for each object in a payload.

    Keys may be repeated.
    """
    if isinstance(payload, dict):
        if "renditions" in payload:
            yield f"image-{payload['id']}"
        elif "state" in payload and "id" in payload:
            yield f"page-{payload['id']}"
        elif "extension" in payload:
            yield f"document-{payload['id']}"
        elif payload.keys() == TOPIC:
            yield f"topic-{payload['slug']}"
    for value in _containers(payload):
        yield from keys(value)


CONTAINERS = (dict, list, tuple)
NEIGHBOUR_FIELDS = frozenset({"breadcrumbs", "children_next", "siblings", "translations"})


def neighbour_keys(payload: Any) -> Iterator[str]:
    """Yield `around-7` for each page in a payload that has its neighbours; some repeat."""
    if isinstance(payload, dict) and "id" in payload and not NEIGHBOUR_FIELDS.isdisjoint(payload):
        yield f"around-{payload['id']}"
    for value in _containers(payload):
        yield from neighbour_keys(value)


def _containers(payload: Any) -> list[Any]:
    """Return the objects and arrays directly inside a payload."""
    values = payload.values() if isinstance(payload, dict) else payload
    return [value for value in values if isinstance(value, CONTAINERS)]


def linked(page: BasePage) -> Iterator[str]:
    """Yield the keys of the pages and documents to which the rich text of a page links."""
    text = json.dumps(list(page.body.raw_data)).replace('\\"', '"')
    for kind, pk in LINK.findall(text):
        yield f"{kind}-{pk}"
