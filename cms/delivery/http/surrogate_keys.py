"""Surrogate keys: what a response shows, so that caches can purge it by key."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from typing import Any

from cms.caching.cache_keys import ANY, MAX_CHANGED_PAGES, invalidated_keys
from cms.changes.models import Change
from cms.content.page import BasePage

MAX_HEADER_LENGTH = 4_000
"""Bytes. Node refuses more than 16 KB of headers, and proxies single headers of 4 or 8 KB."""
TOPIC = {"slug", "name", "description", "locale"}
"""The fields of a topic."""
ALL = "all"
"""The key of every response, for changes that may affect any of them."""
LINK = re.compile(r'<a (?=[^>]*linktype="(page|document)")[^>]*\bid="(\d+)"')


def header(keys: Iterable[str]) -> str:
    """Return the value of `Surrogate-Key`: `all` and the keys, within `MAX_HEADER_LENGTH`.

    If there are too many keys, those of the most frequent kind are replaced by a coarse key:
    `pages` for `page-7 page-8`, which `stale_keys` has for both.
    """
    unique_keys = list(dict.fromkeys([ALL, *keys]))
    while len(value := " ".join(unique_keys).encode()) > MAX_HEADER_LENGTH:
        kinds = Counter(key.partition("-")[0] for key in unique_keys if "-" in key)
        if not kinds:
            return unique_keys[0]
        [(largest, _)] = kinds.most_common(1)
        prefix, coarse = f"{largest}-", _coarse(f"{largest}-")
        unique_keys = list(
            dict.fromkeys(coarse if key.startswith(prefix) else key for key in unique_keys)
        )
    return value.decode()


def stale_keys(changes: Sequence[Change]) -> list[str]:
    """Return the keys of the responses that these changes make stale, coarse ones included.

    `all` stands for every response. Five queries or so for each 40 changes.
    """
    all_keys: set[str] = set()
    for some in batched(changes, MAX_CHANGED_PAGES):
        keys = invalidated_keys(some)
        if keys is None:
            return [ALL]
        all_keys |= keys
    all_keys = {key for key in all_keys if not key.startswith("stub-")}  # `page-7` in responses
    return sorted((all_keys | set(map(_coarse, all_keys))) - {ANY})


def _coarse(key: str) -> str:
    """Return the key of all objects of a kind, `pages` for `page-7`; other keys as they are."""
    kind, separator, _ = key.partition("-")
    return f"{kind.removesuffix('s')}s" if separator else key


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
