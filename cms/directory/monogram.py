"""Initials shown for people without a portrait."""

import unicodedata


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name, with combining marks.

    Words without a letter are skipped. The result is empty for a name without letters.
    """
    words = [word for word in name.split() if any(map(str.isalpha, word))]
    return "".join(_first_letter(word) for word in dict.fromkeys((*words[:1], *words[-1:])))


def _first_letter(word: str) -> str:
    start = next(at for at, letter in enumerate(word) if letter.isalpha())
    end = start + 1
    while end < len(word) and unicodedata.category(word[end])[0] == "M":
        end += 1
    return word[start:end].upper()
