"""Numbers whose digits are grouped by spaces, as in French: 1 000 000 for 1000000."""

import re
from collections.abc import Sequence

_FIRST_GROUP = re.compile("[1-9][0-9]{0,2}")
_GROUP = re.compile("[0-9]{3}")
_NUMBER = re.compile("[1-9][0-9]{3,17}")
_YEAR = re.compile("(?:1[89]|20)[0-9]{2}")  # whose digits are never grouped


def grouped_numbers(words: Sequence[str]) -> list[range]:
    """Return the positions of adjacent words that are groups of digits of one number."""
    groups: list[range] = []
    start = 0
    while start < len(words):
        end = start + 1
        if _FIRST_GROUP.fullmatch(words[start]):
            while end < len(words) and _GROUP.fullmatch(words[end]):
                end += 1
            if end > start + 1:
                groups.append(range(start, end))
        start = end
    return groups


def joined(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words with the groups of digits of each number as one word."""
    after = {places.start: places.stop for places in grouped_numbers(words)}
    result: list[str] = []
    start = 0
    while start < len(words):
        end = after.get(start, start + 1)
        result.append("".join(words[start:end]))
        start = end
    return tuple(result)


def separated(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words with groups of three digits in place of numbers, except years."""
    return tuple(group for word in words for group in _groups(word))


def _groups(word: str) -> list[str]:
    if not _NUMBER.fullmatch(word) or _YEAR.fullmatch(word):
        return [word]
    first = len(word) % 3 or 3
    return [word[:first], *(word[at : at + 3] for at in range(first, len(word), 3))]
