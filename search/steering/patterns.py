"""Editors' patterns of queries: words, among which `*` stands for any others, or none."""

import re
from functools import lru_cache

from search.request.thesaurus import key

ANY = "*"


def is_pattern(text: str) -> bool:
    """Whether it has a word; of `*` alone everything would be meant."""
    return any(key(token, "") for token in text.split() if token != ANY)


def is_match(pattern: str, text: str) -> bool:
    """Forms and case of the words do not matter, nor do words like “of”; their order does."""
    found = "".join(f"{stem} " for stem in key(text, ""))
    return bool(found) and _compiled(pattern).fullmatch(found) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    parts = []
    for token in pattern.split():
        if token == ANY:
            parts.append(r"(?:\S+ )*")
        else:
            parts += [re.escape(stem) + " " for stem in key(token, "")]
    return re.compile("".join(parts))
