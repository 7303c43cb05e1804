"""Tokens to a tree, by recursive descent, at most five levels deep.

    query := or ; or := and ("OR" and)* ; and := bag ("AND" bag)* ; bag := unary+
    unary := ["+" | "-" | "NOT"] atom
    atom  := [field ":"] (term | range | "(" or ")") | term "NEAR/"n term

Never an exception: what does not fit is left out, and a warning says so.
"""

from dataclasses import dataclass, replace
from typing import Literal

from search.query import terms
from search.query.tokens import MAX_LENGTH, Kind, Token, clean, is_wordy, tokens
from search.query.tree import (
    FIELDS,
    VALUE_FIELDS,
    And,
    Bag,
    Clause,
    FieldName,
    Leaf,
    Near,
    Node,
    Occur,
    Or,
    Phrase,
    Range,
    Scoped,
    Word,
    field_named,
)
from search.query.warning import Code, Notes, QueryWarning

MAX_OPERATORS = 32
MAX_DEPTH = 5
MAX_DISTANCE = 50  # words between the terms of NEAR, and slop of a phrase

Match = Literal["any", "all"]
_NO_SIGNS = str.maketrans(dict.fromkeys("?*~", "-"))
_ATOMS = {Kind.WORD, Kind.PHRASE, Kind.OPEN, Kind.FIELD, Kind.LABEL, Kind.UNCLOSED}
_SIGNS = {Kind.PLUS: Occur.MUST, Kind.MINUS: Occur.MUST_NOT, Kind.NOT: Occur.MUST_NOT}


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """`text` is what was read; without words to search for there is no tree."""

    text: str
    tree: Node | None
    warnings: tuple[QueryWarning, ...] = ()
    operators: int = 0
    """How many were met, of at most `MAX_OPERATORS` that count."""

    def with_tree(self, tree: Node | None) -> "ParsedQuery":
        return replace(self, tree=tree)


def parse(text: str, match: Match = "any", *, spent: int = 0) -> ParsedQuery:
    """The meaning of a visitor's words; with `match="all"` every bag asks for all its words.

    `spent` operators were met before, in other texts of the same request.
    """
    kept, cut = shortened(text)
    parser = _Parser(list(tokens(kept)), Occur.MUST if match == "all" else Occur.SHOULD, spent)
    tree = parser.joined(Kind.OR, 0)
    return ParsedQuery(kept, tree, (*parser.notes.in_order(), *cut), parser.operators)


def shortened(text: str) -> tuple[str, tuple[QueryWarning, ...]]:
    """As much of a text as is read, without what is no text, and a warning if that is not all."""
    if len(text) <= MAX_LENGTH:
        return clean(text), ()
    message = f"The query was cut after {MAX_LENGTH:,} characters."
    return clean(text[:MAX_LENGTH]), (QueryWarning(Code.TOO_LONG, message, MAX_LENGTH),)


class _Parser:
    def __init__(self, found: list[Token], default: Occur, spent: int) -> None:
        self.tokens = found
        self.default = default
        self.at = 0
        self.operators = spent
        self.field: FieldName | None = None
        self.notes = Notes()
        self.warn = self.notes.warn

    def peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, *kinds: Kind) -> Token | None:
        token = self.peek()
        if token is None or token.kind not in kinds:
            return None
        self.at += 1
        return token

    def spend(self, position: int) -> bool:
        """Counts an operator; False where there are too many."""
        self.operators += 1
        if self.operators <= MAX_OPERATORS:
            return True
        message = f"More than {MAX_OPERATORS} operators: those that follow are left out."
        self.warn(Code.TOO_MANY_OPERATORS, message, position)
        return False

    def missing(self, token: Token) -> None:
        message = (
            f"“{token.text}” stands between two words or phrases; it is left out."
            if token.kind is Kind.NEAR
            else f"“{token.text}” needs something to search for beside it; it is left out."
        )
        self.warn(Code.MISSING_OPERAND, message, token.position)

    def joined(self, operator: Kind, depth: int) -> Node | None:
        """Parts joined by OR, or by AND; what follows an operator too many is left out."""
        parts: list[Node] = []
        pending: Token | None = None
        wanted = True
        while True:
            part = self.joined(Kind.AND, depth) if operator is Kind.OR else self.bag(depth)
            if part is None and pending:
                self.missing(pending)
            elif part is not None and wanted:
                parts.append(part)
            pending = self.take(operator)
            if pending is None:
                break
            if not parts:
                self.missing(pending)
            wanted = self.spend(pending.position)
        if len(parts) < 2:
            return parts[0] if parts else None
        return And(tuple(parts)) if operator is Kind.AND else Or(tuple(parts))

    def bag(self, depth: int) -> Node | None:
        clauses: list[Clause] = []
        while (token := self.peek()) and token.kind not in {Kind.AND, Kind.OR}:
            if token.kind is Kind.CLOSE:
                if depth:
                    break
                self.at += 1
                message = "There is a closing parenthesis without an opening one."
                self.warn(Code.UNOPENED_PARENTHESIS, message, token.position)
            elif clause := self.unary(depth):
                clauses.append(clause)
        if len(clauses) == 1 and clauses[0].occur is not Occur.MUST_NOT:
            return clauses[0].node
        return Bag(tuple(clauses)) if clauses else None

    def unary(self, depth: int) -> Clause | None:
        """Takes at least one token; None if nothing of it can be searched for."""
        sign = self.take(*_SIGNS)
        if sign is None:
            node = self.atom(depth)
            return Clause(self.default, node) if node else None
        following = self.peek()
        if following is None or following.kind not in _ATOMS:
            self.missing(sign)
            return None
        allowed = self.spend(sign.position)
        node = self.atom(depth)
        return Clause(_SIGNS[sign.kind], node) if node and allowed else None

    def atom(self, depth: int) -> Node | None:
        token = self.tokens[self.at]
        self.at += 1
        match token.kind:
            case Kind.FIELD:
                return self.scoped(token, depth)
            case Kind.OPEN:
                return self.group(token, depth)
            case Kind.WORD | Kind.PHRASE:
                return self.near(self.leaf(token))
            case Kind.LABEL:
                return self.label(token)
            case Kind.UNCLOSED:
                message = "A quotation mark is not closed; it is left out."
                self.warn(Code.UNCLOSED_QUOTE, message, token.position)
            case _:
                self.missing(token)
        return None

    def label(self, token: Token) -> Node | None:
        message = f"“{token.text}:” is read as a word; write {token.text}:word, unspaced."
        self.warn(Code.FIELD_WITHOUT_TERM, message, token.position)
        return self.near(self.leaf(token))

    def scoped(self, token: Token, depth: int) -> Node | None:
        name = field_named(token.text)
        if name is None:
            message = f"“{token.text}:” is no field; known are {', '.join(FIELDS)}."
            self.warn(Code.UNKNOWN_FIELD, message, token.position)
            return self.near(self.leaf(token))
        following = self.peek()
        if following is None or following.kind not in _ATOMS:
            return self.label(token)
        allowed = self.spend(token.position)
        outer, self.field = self.field, name
        node = self.atom(depth)
        self.field = outer
        return Scoped(name, node) if node and allowed else None

    def group(self, token: Token, depth: int) -> Node | None:
        allowed = self.spend(token.position)
        if depth == MAX_DEPTH:
            message = (
                f"More than {MAX_DEPTH} parentheses inside one another: the inmost are left out."
            )
            self.warn(Code.TOO_DEEP, message, token.position)
            self.skip_group()
            return None
        start = self.at
        node = self.joined(Kind.OR, depth + 1)
        if self.take(Kind.CLOSE) is None:
            message = "A parenthesis is not closed; it is closed at the end."
            self.warn(Code.UNCLOSED_PARENTHESIS, message, token.position)
        elif self.at == start + 1:
            self.warn(Code.EMPTY_GROUP, "There is nothing in these parentheses.", token.position)
        return node if allowed else None

    def skip_group(self) -> None:
        """To behind the parenthesis that closes the one just taken."""
        open_ones = 1
        while open_ones and (token := self.peek()):
            open_ones += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(token.kind, 0)
            self.at += 1

    def leaf(self, token: Token) -> Leaf | None:
        def warn(code: Code, message: str) -> None:
            self.warn(code, message, token.position)

        if self.field == "date":
            return terms.date_range(token.text, warn)
        if token.kind is Kind.PHRASE:
            return self.phrase(token)
        if token.text in {"NEAR", "NEAR/"}:
            message = "“NEAR” needs a number, as in peace NEAR/5 security; it is read as a word."
            warn(Code.NEAR_WITHOUT_DISTANCE, message)
        if terms.is_range(token.text):
            if self.field is None and terms.names_dates(token.text):
                return terms.date_range(token.text, warn)
            if self.field is not None:
                warn(Code.MISPLACED_RANGE, "Only dates have ranges, like date:2020..2024.")
        leaf = terms.term(token.text, warn)
        if isinstance(leaf, Word | None):
            return leaf
        if self.field in VALUE_FIELDS:
            message = f"“{self.field}:” takes whole values; “?”, “*” and “~” have no meaning there."
            warn(Code.MISPLACED_WILDCARD, message)
            return terms.term(token.text.translate(_NO_SIGNS), warn)
        return leaf if self.spend(token.position) else None

    def phrase(self, token: Token) -> Phrase | None:
        if not any(map(is_wordy, token.text)):
            message = "There is nothing to search for between these quotation marks."
            self.warn(Code.EMPTY_PHRASE, message, token.position)
            return None
        if "*" in token.text:
            message = "Between quotation marks a star is no sign; the words are taken as they are."
            self.warn(Code.MISPLACED_WILDCARD, message, token.position)
        return Phrase(token.text, self.distance(token))

    def distance(self, token: Token) -> int:
        if token.number > MAX_DISTANCE:
            message = f"Words can be at most {MAX_DISTANCE} apart."
            self.warn(Code.DISTANCE_TOO_LARGE, message, token.position)
        return min(token.number, MAX_DISTANCE)

    def near(self, left: Leaf | None) -> Node | None:
        """`left`, or the two terms of NEAR if that follows."""
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
    """A range of dates without a field means the date of a page."""
    return Scoped("date", leaf) if isinstance(leaf, Range) else leaf
