"""A single word of a query, with its signs: `word*`, `w?rd`, `word~`, `a..b`, `>=a`."""

import re
from collections.abc import Callable
from itertools import groupby

from search.interface import gettext as _
from search.query.dates import day_after, day_before, days, looks_like_date
from search.query.limits import MIN_PREFIX_LENGTH
from search.query.tokens import is_operator, is_wordy
from search.query.tree import Fuzzy, Leaf, Prefix, Range, Wildcard, Word
from search.query.warning import Code

Warn = Callable[[Code, str], None]

_SYMBOL = re.compile(r"[^\w.]*((?:\.[A-Za-z]{2,}|[^\W\d_]{1,2}(?:\+\+|#)))[^\w+#*~]*")
"""Names with symbols, like C++ and .NET."""
_HYPHEN = re.compile("[-‐‑]")
_YEARS = re.compile(r"(\d{4})[-–](\d{4})", re.ASCII)
_COMPARISON = re.compile(r"(>=|<=|>|<)(.+)")
_BOUNDED = re.compile(r"(?:>=|<=|>|<)[^<>]*\w[^<>]*|[^.]*\w\.\.\w[^.]*")
_BETWEEN = re.compile(r"(.*?)(?:\.{2,3}|…)(.*)")  # … is what phones make of three dots


def term(text: str, warn: Warn) -> Leaf | None:
    """Return the term of a word; None if it has nothing to search for."""
    if symbol := _SYMBOL.fullmatch(text):
        return Word(symbol[1])
    is_led = text.startswith("*")
    text, fuzzy = _without_tildes(_without_outer_marks(text, signs="*~?"))
    text, starred = _without_stars(text, is_led, warn)
    text = _without_outer_marks(text)
    letters = sum(map(is_wordy, text))
    if not letters:
        return None
    if starred and letters < MIN_PREFIX_LENGTH:
        message = _("“{text}*” is searched as “{text}”: a star needs three letters.")
        warn(Code.SHORT_PREFIX, message.format(text=text))
        starred = False
    is_wild = _is_wildcard(text)
    if is_wild + starred + fuzzy > 1:
        message = _("“{text}” takes one of “?”, “*” and “~”, in this order.")
        warn(Code.MISPLACED_WILDCARD, message.format(text=text))
    if is_wild:
        return Wildcard(text)
    text = _with_single_marks(text)
    if starred:
        return Prefix(text)
    if fuzzy:
        return Fuzzy(text)
    return Word(text.lower() if is_operator(text) else text)


def is_range(text: str) -> bool:
    return bool(_COMPARISON.fullmatch(text) or _BETWEEN.fullmatch(text))


def is_bounded(text: str) -> bool:
    """Return whether the text must be a range, and not an ellipsis or a tag in prose."""
    return _BOUNDED.fullmatch(text) is not None


def names_dates(text: str) -> bool:
    """Return whether a range without a field can only mean dates."""
    bounds = _bounds(text)
    return any(bounds) and all(looks_like_date(bound) for bound in bounds if bound)


def date_range(text: str, warn: Warn) -> Range | None:
    """Return a year, a month, a day, or a range of them; None, with a warning, for other text."""
    low, high = _bounds(text)
    try:
        if match := _COMPARISON.fullmatch(text):
            sign, bound = match.groups()
            days(bound)
            low, high = {
                ">=": (bound, None),
                ">": (day_after(bound), None),
                "<=": (None, bound),
                "<": (None, day_before(bound)),
            }[sign]
        first = days(low)[0] if low else None
        last = days(high)[1] if high else None
    except ValueError:
        warn(
            Code.IMPOSSIBLE_DATE,
            _("“{text}” is not a date: write 2024-05-31, 2024-05, 2024 or 2020..2024.").format(
                text=text
            ),
        )
        return None
    if first is None and last is None:
        warn(Code.IMPOSSIBLE_DATE, _("There is no such date as “{text}”.").format(text=text))
        return None
    if first and last and first > last:
        message = _("“{text}” ends before it starts. The dates were swapped.")
        warn(Code.REVERSED_RANGE, message.format(text=text))
        low, high = high, low
    return Range(low, high)


def _bounds(text: str) -> tuple[str | None, str | None]:
    if match := _BETWEEN.fullmatch(text) or _YEARS.fullmatch(text):
        return match[1] or None, match[2] or None
    if match := _COMPARISON.fullmatch(text):
        return match[2], None
    return text, text


def _without_stars(text: str, is_led: bool, warn: Warn) -> tuple[str, bool]:
    """Return the text without stars, and whether one was at its end; warn of others."""
    bare = text.rstrip("*")
    starred = bare != text
    if "*" in bare or (is_led and bare):
        warn(Code.MISPLACED_WILDCARD, _("A star counts only at the end of a word."))
        bare = bare.replace("*", "")
    return bare, starred


def _without_tildes(text: str) -> tuple[str, bool]:
    """Return the text without tildes and digits after them at its end, and whether it had any."""
    bare = text
    while (shorter := bare.rstrip("0123456789")).endswith("~"):
        bare = shorter.rstrip("~")
    return bare, bare != text


def _is_wildcard(text: str) -> bool:
    """Return whether all question marks are between letters, unlike those in an address."""
    return "?" in text and all(
        part and is_wordy(part[0]) and is_wordy(part[-1]) and all(map(_is_open, part))
        for part in _HYPHEN.split(text)
    )


def _is_open(letter: str) -> bool:
    return letter == "?" or is_wordy(letter)


def _without_outer_marks(text: str, signs: str = "") -> str:
    """Return the word without punctuation around it, except for `signs` at its end."""
    start, end = 0, len(text)
    while start < end and not is_wordy(text[start]):
        start += 1
    while end > start and not is_wordy(text[end - 1]) and text[end - 1] not in signs:
        end -= 1
    return text[start:end]


def _with_single_marks(text: str) -> str:
    """Return the word with runs of several marks inside as one hyphen; don’t and AT&T stay."""
    runs = ("".join(run) for _, run in groupby(text, is_wordy))
    return "".join("-" if _is_gap(run) else run for run in runs)


def _is_gap(run: str) -> bool:
    return not is_wordy(run[0]) and (len(run) > 1 or run in "~?")
