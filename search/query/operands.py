"""The operands of a query: words with their signs, phrases, ranges, NEAR."""

from search.fields import search_fields
from search.interface import gettext as _
from search.query import terms
from search.query.limits import MAX_DISTANCE
from search.query.stream import Stream
from search.query.tokens import Kind, Token, is_wordy
from search.query.tree import (
    Leaf,
    Near,
    Node,
    Phrase,
    Range,
    Scoped,
    Word,
)
from search.query.warning import Code

_NO_SIGNS = str.maketrans(dict.fromkeys("?*~", "-"))


class Operands(Stream):
    field: str | None = None
    """The field of the operands being parsed."""

    def leaf(self, token: Token) -> Leaf | None:
        def warn(code: Code, message: str) -> None:
            self.warn(code, message, token.position)

        if self.field == "date":
            return terms.date_range(token.text, warn)
        if token.kind is Kind.PHRASE:
            return self.phrase(token)
        if token.text == "NEAR" or token.text.startswith("NEAR/"):
            message = _("“NEAR” needs a number, as in peace NEAR/5 security. It is read as a word.")
            warn(Code.NEAR_WITHOUT_DISTANCE, message)
        if terms.is_range(token.text):
            if self.field is None and terms.names_dates(token.text):
                return terms.date_range(token.text, warn)
            if self.field is not None or terms.is_bounded(token.text):
                warn(Code.MISPLACED_RANGE, _("Only dates have ranges, like date:2020..2024."))
        leaf = terms.term(token.text, warn)
        if isinstance(leaf, Word | None):
            return leaf
        if self.field in search_fields().value_names:
            message = _(
                "“{field}:” takes whole values; “?”, “*” and “~” have no meaning there."
            ).format(field=self.field)
            warn(Code.MISPLACED_WILDCARD, message)
            return terms.term(token.text.translate(_NO_SIGNS), warn)
        return leaf if self.spend(token.position) else None

    def phrase(self, token: Token) -> Phrase | None:
        if not any(map(is_wordy, token.text)):
            message = _("There is nothing to search for between these quotation marks.")
            self.warn(Code.EMPTY_PHRASE, message, token.position)
            return None
        if "*" in token.text:
            message = _("A star has no effect between quotation marks.")
            self.warn(Code.MISPLACED_WILDCARD, message, token.position)
        return Phrase(token.text, self.distance(token))

    def distance(self, token: Token) -> int:
        if token.number > MAX_DISTANCE:
            message = _("Words can be at most {count} apart.").format(count=MAX_DISTANCE)
            self.warn(Code.DISTANCE_TOO_LARGE, message, token.position)
        return min(token.number, MAX_DISTANCE)

    def near(self, left: Leaf | None) -> Node | None:
        """Return `left`, or both terms of NEAR if that follows."""
        plain = _dated(left) if self.field is None else left
        operator = self.take(Kind.NEAR)
        if operator is None:
            return plain
        if not isinstance(left, Word | Phrase):
            self.missing(operator)
            return plain
        before = self.at, self.operators
        token = self.take(Kind.WORD, Kind.PHRASE)
        right = self.leaf(token) if token else None
        if not isinstance(right, Word | Phrase):
            self.at, self.operators = before
            self.missing(operator)
            return left
        return Near(left, right, self.distance(operator)) if self.spend(operator.position) else left


def _dated(leaf: Leaf | None) -> Node | None:
    """Return a leaf; a range without a field is one of the date field."""
    return Scoped("date", leaf) if isinstance(leaf, Range) else leaf
