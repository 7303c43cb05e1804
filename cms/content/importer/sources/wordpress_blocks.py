"""WordPress blocks without text: reusable blocks, and blocks that the server renders."""

import json
import re
from collections.abc import Mapping

MAX_DEPTH = 3  # reusable blocks inside one another
EMPTY = frozenset({"spacer", "nextpage", "more"})
"""Blocks without content, which nobody misses."""
_SELF_CLOSING = re.compile(r"<!-- wp:([a-z][a-z0-9/_-]*)\s+(?:(\{.*?\})\s+)?/-->", re.DOTALL)


def expand_blocks(
    html: str, reusable: Mapping[str, str], warnings: list[str], depth: int = 0
) -> str:
    """Return the HTML with the content of reusable blocks, by their ids.

    Appends a sentence to `warnings` for each block that is left out.
    """

    def content(match: re.Match[str]) -> str:
        name, attributes = match[1], match[2] or "{}"
        if name in EMPTY:
            return ""
        reusable_html = reusable.get(_reference(attributes)) if name == "block" else None
        if reusable_html is None or depth == MAX_DEPTH:
            warnings.append(f"the block {name} is left out.")
            return ""
        return expand_blocks(reusable_html, reusable, warnings, depth + 1)

    return _SELF_CLOSING.sub(content, html)


def _reference(attributes: str) -> str:
    try:
        return str(json.loads(attributes).get("ref", ""))
    except (ValueError, AttributeError, RecursionError):
        return ""
