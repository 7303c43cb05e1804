"""The tokenizer of the query language."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from search.fields import search_fields
from search.text.normalize import INVISIBLE

QUOTES = '"“”„‟«»‹›＂〝〞「」『』《》'

_NO_TEXT = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd-\uffff]"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_TOKEN = re.compile(
    rf"""
    (?P<space>\s+)
  | [{QUOTES}] (?P<phrase>[^{QUOTES}]*) [{QUOTES}] (?: ~ (?P<slop>[0-9]*) )?
  | [‘‚] (?P<single>[^{QUOTES}‘’]* (?: ’ (?=\w) [^{QUOTES}‘’]* )* ) [‘’] (?!\w)
  | (?P<unclosed>[{QUOTES}])
  | (?P<open>[(（])
  | (?P<close>[)）])
  | (?P<word>(?: [^\s()（）{QUOTES}‘‚] | (?<=\w)[‘‚] )+)
  | (?P<stray>[‘‚])
    """,
    re.VERBOSE,
)
_NEAR = re.compile(r"NEAR/([0-9]+)")
_FIELD = re.compile(r"([A-Za-z_]+):")
_MEASURE = re.compile(
    r"[-\u2212]\d+(?:[.,]\d+)*\s?(?:[°º%‰℃℉度]|องศา|เปอร์เซ็นต์|ອົງສາ|អង្សា|ဒီဂရီ|டிகிரி"
    r"|(?:km|cm|mm|m|kg|mg|g|ha|ml|mi|ft|hPa|dBm?|k?eV|[kMG]?W|[kMG]?Hz|[CFKV]|degrees?|celsius|"
    r"fahrenheit|kelvin|per ?cent|derajat|darjah|persen|peratus|độ|phần trăm|degrés?|pour cent|"
    r"graus?|por cento|درجة|درجات|(?:kilo|centi|milli)?met(?:re|er)s?)(?!\w))"
)  # a negative number with its unit
_SIGN = re.compile(r"[+-]+(?=\w)")
_PIECE = re.compile(r"[^:]+")  # other colons than those of fields separate words, as in 10:30
_OPENING = frozenset(f"(（‘‚{QUOTES}")


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
    LABEL = "label"
    UNCLOSED = "unclosed quote"


@dataclass(frozen=True, slots=True)
class Token:
    """A token; `number` is the slop of a phrase or the distance of NEAR."""

    kind: Kind
    text: str
    position: int
    number: int = 0


def clean(text: str) -> str:
    """Return the text, of the same length, with control characters and surrogates as spaces."""
    return _NO_TEXT.sub(" ", text)


def visible(text: str) -> str:
    """Return the text without invisible characters and with single spaces."""
    return " ".join(_INVISIBLE.sub("", text).split())


def is_wordy(character: str) -> bool:
    """Return whether the character can be part of a word: a letter, a mark or a digit."""
    return unicodedata.category(character)[0] in "LMN"


def is_operator(word: str) -> bool:
    return word in {"AND", "OR", "NOT"} or _NEAR.fullmatch(word) is not None


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text returned by `clean`."""
    for match in _TOKEN.finditer(text):
        start = match.start()
        phrase = match["single"] if match["phrase"] is None else match["phrase"]
        if phrase is not None:
            yield Token(Kind.PHRASE, visible(phrase), start, int(match["slop"] or 0))
        elif match["unclosed"]:
            yield Token(Kind.UNCLOSED, match[0], start)
        elif match["open"] or match["close"]:
            yield Token(Kind.OPEN if match["open"] else Kind.CLOSE, match[0], start)
        elif match["word"]:
            yield from _word_tokens(match[0], start, text)


def _word_tokens(word: str, position: int, text: str) -> Iterator[Token]:
    """Yield the operators at the beginning of a word, then the word."""
    if word in {"AND", "OR", "NOT"}:
        yield Token(Kind(word), word, position)
        return
    if near := _NEAR.fullmatch(word):
        yield Token(Kind.NEAR, word, position, int(near[1]))
        return
    is_followed = text[position + len(word) : position + len(word) + 1] in _OPENING
    glued = position > 0 and not (text[position - 1].isspace() or text[position - 1] in "(（")
    if word[0] in "+-" and not glued and not _MEASURE.match(text, position):
        remainder = word.lstrip("+-")
        if remainder or is_followed:
            yield Token(Kind(word[0]), word[0], position)
        position += len(word) - len(remainder)
        word = remainder
    if (field := _FIELD.match(word)) and _is_scope(word[field.end() :], field[1], is_followed):
        remainder = word[field.end() :]
        if search_fields().query_name(field[1]) and (
            sign := _SIGN.match(remainder)
        ):  # title:-word means -title:word
            yield Token(Kind(remainder[0]), remainder[0], position + field.end())
            remainder = remainder[sign.end() :]
        yield Token(Kind.FIELD, field[1], position)
        position += len(word) - len(remainder)
        word = remainder
    if word[-1:] == ":" and search_fields().query_name(word[:-1]):
        yield Token(Kind.LABEL, word[:-1], position)
        return
    for piece in _PIECE.finditer(word):
        yield Token(Kind.WORD, visible(piece[0]), position + piece.start())


def _is_scope(remainder: str, name: str, is_followed: bool) -> bool:
    """Return whether `name:` is a field: a term must follow directly, unlike in https://."""
    if search_fields().query_name(name) is None and remainder[:1] in {":", "/", "\\"}:
        return False
    return bool(remainder) or is_followed
