"""The query's text cut into tokens, in one pass from left to right."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

MAX_LENGTH = 2_000  # characters of any script
QUOTES = '"“”„‟«»＂〝〞'

_NO_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b\u200e\u200f\ufeff\ufffe\uffff]")
_TOKEN = re.compile(
    rf"""
    (?P<space>\s+)
  | [{QUOTES}] (?P<phrase>[^{QUOTES}]*) [{QUOTES}] (?: ~ (?P<slop>\d{{0,9}}) )?
  | (?P<unclosed>[{QUOTES}])
  | (?P<open>\()
  | (?P<close>\))
  | (?P<word>[^\s(){QUOTES}]+)
    """,
    re.VERBOSE,
)
_NEAR = re.compile(r"NEAR/(\d{1,9})", re.ASCII)
_FIELD = re.compile(r"([A-Za-z_]+):")
_PIECE = re.compile(r"[^:]+")  # a colon that names no field parts words, as in 10:30


class Kind(StrEnum):
    WORD = "word"
    PHRASE = "phrase"
    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    PLUS = "+"
    MINUS = "-"
    NEAR = "NEAR"
    FIELD = "field"
    UNCLOSED = "unclosed quote"


@dataclass(frozen=True, slots=True)
class Token:
    """`number` is a phrase's slop or the distance of NEAR."""

    kind: Kind
    text: str
    position: int
    number: int = 0


def clean(text: str) -> str:
    """One character for one: what is no text (controls, lone surrogates) becomes a space."""
    return _NO_TEXT.sub(" ", text)


def is_wordy(character: str) -> bool:
    """Whether it can be part of a word in some script: a letter, a mark or a digit."""
    return unicodedata.category(character)[0] in "LMN"


def is_operator(word: str) -> bool:
    return word in {"AND", "OR", "NOT"} or _NEAR.fullmatch(word) is not None


def tokens(text: str) -> Iterator[Token]:
    """Tokens of text that `clean` has seen."""
    for match in _TOKEN.finditer(text):
        start = match.start()
        if match["phrase"] is not None:
            yield Token(
                Kind.PHRASE, " ".join(match["phrase"].split()), start, _number(match["slop"])
            )
        elif match["unclosed"]:
            yield Token(Kind.UNCLOSED, match[0], start)
        elif match["open"] or match["close"]:
            yield Token(Kind(match[0]), match[0], start)
        elif match["word"]:
            yield from _word_tokens(match[0], start, text)


def _number(digits: str | None) -> int:
    return int(digits) if digits else 0


def _word_tokens(word: str, position: int, text: str) -> Iterator[Token]:
    """Operators that stand at a word's beginning, then the word."""
    if word in {"AND", "OR", "NOT"}:
        yield Token(Kind(word), word, position)
        return
    if near := _NEAR.fullmatch(word):
        yield Token(Kind.NEAR, word, position, int(near[1]))
        return
    glued = position > 0 and not (text[position - 1].isspace() or text[position - 1] == "(")
    if word[0] in "+-" and not glued:
        rest = word.lstrip("+-")
        following = text[position + len(word) : position + len(word) + 1]
        if rest or (following and (following == "(" or following in QUOTES)):
            yield Token(Kind(word[0]), word[0], position)
        position += len(word) - len(rest)
        word = rest
    if (field := _FIELD.match(word)) and _is_scope(field, word, position, text):
        yield Token(Kind.FIELD, field[1], position)
        position += field.end()
        word = word[field.end() :]
    for piece in _PIECE.finditer(word):
        yield Token(Kind.WORD, piece[0], position + piece.start())


def _is_scope(field: re.Match[str], word: str, position: int, text: str) -> bool:
    """`name:` counts only where something to look for follows at once."""
    rest = word[field.end() :]
    following = text[position + len(word) : position + len(word) + 1]
    return bool(rest) or bool(following and (following == "(" or following in QUOTES))
