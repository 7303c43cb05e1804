"""Warnings about parts of a query that could not be parsed, in plain language."""

from dataclasses import dataclass
from enum import StrEnum

from search.query.limits import MAX_WARNINGS


class Code(StrEnum):
    """The codes of warnings, which are part of the API."""

    TOO_LONG = "too_long"
    TOO_MANY_OPERATORS = "too_many_operators"
    TOO_DEEP = "too_deep"
    UNCLOSED_QUOTE = "unclosed_quote"
    UNCLOSED_PARENTHESIS = "unclosed_parenthesis"
    UNOPENED_PARENTHESIS = "unopened_parenthesis"
    EMPTY_GROUP = "empty_group"
    MISSING_OPERAND = "missing_operand"
    UNKNOWN_FIELD = "unknown_field"
    UNKNOWN_VALUE = "unknown_value"
    FIELD_WITHOUT_TERM = "field_without_term"
    NOTHING_TO_SEARCH = "nothing_to_search"
    EMPTY_PHRASE = "empty_phrase"
    NEAR_WITHOUT_DISTANCE = "near_without_distance"
    SHORT_PREFIX = "short_prefix"
    MISPLACED_WILDCARD = "misplaced_wildcard"
    MISPLACED_RANGE = "misplaced_range"
    REVERSED_RANGE = "reversed_range"
    IMPOSSIBLE_DATE = "impossible_date"
    DISTANCE_TOO_LARGE = "distance_too_large"


@dataclass(frozen=True, slots=True)
class QueryWarning:
    """A warning; `position` is the offset of its cause in the text of the parameter."""

    code: Code
    message: str
    position: int
    parameter: str = "q"


class Warnings:
    """Collects warnings: each once, at its first position, and at most `MAX_WARNINGS`."""

    def __init__(self) -> None:
        self._by_message: dict[tuple[Code, str], QueryWarning] = {}

    def warn(self, code: Code, message: str, position: int) -> None:
        if len(self._by_message) < MAX_WARNINGS:
            self._by_message.setdefault((code, message), QueryWarning(code, message, position))

    def in_order(self) -> tuple[QueryWarning, ...]:
        return tuple(sorted(self._by_message.values(), key=lambda warning: warning.position))
