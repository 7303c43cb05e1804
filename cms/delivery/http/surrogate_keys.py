"""Keys of what a response shows, by which caches drop it (`Surrogate-Key`)."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from cms.content.page import BasePage

MAX_HEADER_LENGTH = 4_000
"""Bytes: Node refuses headers of 16 KB in all, and proxies single ones of 4 or 8 KB."""
TOPIC = {"slug", "name", "description", "locale"}
"""The fields of a topic."""
LINK = re.compile(r'<a (?=[^>]*linktype="(page|document)")[^>]*\bid="(\d+)"')


def header(keys: Iterable[str]) -> str:
    """Return the value of `Surrogate-Key`: each key once, within `MAX_HEADER_LENGTH`.

    Where that is too little, the kind with most keys is named by its coarse key: `pages` for
    `page-7 page-8`. A cache that purges `page-7` should purge `pages`, too.
    """
    kept = list(dict.fromkeys(keys))
    while len(value := " ".join(kept).encode()) > MAX_HEADER_LENGTH:
        kinds = Counter(key.partition("-")[0] for key in kept if "-" in key)
        if not kinds:
            return kept[0]
        [(largest, _)] = kinds.most_common(1)
        coarse = [f"{largest}s" if key.startswith(f"{largest}-") else key for key in kept]
        kept = list(dict.fromkeys(coarse))
    return value.decode()


def keys(payload: Any) -> Iterator[str]:
    """`page-7`, `image-3`, `document-5`, `topic-peace` for everything within; some repeat."""
    if isinstance(payload, dict):
        if "renditions" in payload:
            yield f"image-{payload['id']}"
        elif "state" in payload and "id" in payload:
            yield f"page-{payload['id']}"
        elif "extension" in payload:
            yield f"document-{payload['id']}"
        elif payload.keys() == TOPIC:
            yield f"topic-{payload['slug']}"
    for value in _inside(payload):
        yield from keys(value)


CONTAINERS = (dict, list, tuple)
AROUND = frozenset({"breadcrumbs", "children_next", "siblings", "translations"})


def around(payload: Any) -> Iterator[str]:
    """Yield `around-7` for each page within that has the pages around it; some repeat."""
    if isinstance(payload, dict) and "id" in payload and not AROUND.isdisjoint(payload):
        yield f"around-{payload['id']}"
    for value in _inside(payload):
        yield from around(value)


def _inside(payload: Any) -> list[Any]:
    """Return the objects and lists directly inside a payload."""
    values = payload.values() if isinstance(payload, dict) else payload
    return [value for value in values if isinstance(value, CONTAINERS)]


def linked(page: BasePage) -> Iterator[str]:
    """Yield the keys of pages and documents that rich text links to, whose addresses it shows."""
    text = json.dumps(list(page.body.raw_data)).replace('\\"', '"')
    for kind, pk in LINK.findall(text):
        yield f"{kind}-{pk}"
