"""What an answer shows, as the keys by which caches forget it (`Surrogate-Key`)."""

import json
import re
from collections.abc import Iterator
from typing import Any

from cms.content.page import BasePage

LINK = re.compile(r'<a (?=[^>]*linktype="(page|document)")[^>]*\bid="(\d+)"')


def keys(told: Any) -> Iterator[str]:
    """`page-7`, `image-3`, `document-5`, `topic-peace` for everything within; some repeat."""
    if isinstance(told, dict):
        if "srcset" in told:
            yield f"image-{told['id']}"
        elif "state" in told and "id" in told:
            yield f"page-{told['id']}"
        elif "extension" in told:
            yield f"document-{told['id']}"
        elif told.keys() == {"slug", "name", "description"}:
            yield f"topic-{told['slug']}"
        for value in told.values():
            yield from keys(value)
    elif isinstance(told, list | tuple):
        for value in told:
            yield from keys(value)


def linked(page: BasePage) -> Iterator[str]:
    """What the page's rich text links to: its address is shown, too."""
    text = json.dumps(list(page.body.raw_data)).replace('\\"', '"')
    for kind, pk in LINK.findall(text):
        yield f"{kind}-{pk}"
