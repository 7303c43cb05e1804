"""A recursive descent parser from tokens to a tree, at most five levels deep.

    query := or ; or := and ("OR" and)* ; and := bag ("AND" bag)* ; bag := unary+
    unary := ["+" | "-" | "NOT"] atom
    atom  := [field ":"] (term | range | "(" or ")") | term "NEAR/"n term

It raises no exceptions: syntax errors are left out, with a warning.
"""

from search.fields import search_fields
from search.interface import gettext as _
from search.query.limits import MAX_DEPTH
from search.query.operands import Operands
from search.query.tokens import Kind, Token
from search.query.tree import And, Bag, Clause, Node, Occur, Or, Scoped
from search.query.warning import Code

_ATOMS = {Kind.WORD, Kind.PHRASE, Kind.OPEN, Kind.FIELD, Kind.LABEL, Kind.UNCLOSED}
_SIGNS = {Kind.PLUS: Occur.MUST, Kind.MINUS: Occur.MUST_NOT, Kind.NOT: Occur.MUST_NOT}


class Grammar(Operands):
    """The grammar; `default` is the occurrence of words without a sign."""

    def __init__(self, tokens: list[Token], default: Occur, spent: int) -> None:
        super().__init__(tokens, spent)
        self.default = default

    def query(self) -> Node | None:
        return self.joined(Kind.OR, 0)

    def joined(self, operator: Kind, depth: int) -> Node | None:
        """Return parts joined by OR or AND, as far as the limit of operators allows."""
        parts: list[Node] = []
        pending: Token | None = None
        is_allowed = True
        while True:
            part = self.joined(Kind.AND, depth) if operator is Kind.OR else self.bag(depth)
            if part is None and pending:
                self.missing(pending)
            elif part is not None and is_allowed:
                parts.append(part)
            pending = self.take(operator)
            if pending is None:
                break
            if not parts:
                self.missing(pending)
            is_allowed = self.spend(pending.position)
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
                message = _("There is a closing parenthesis without an opening one.")
                self.warn(Code.UNOPENED_PARENTHESIS, message, token.position)
            elif clause := self.unary(depth):
                clauses.append(clause)
        if len(clauses) == 1 and clauses[0].occur is not Occur.MUST_NOT:
            return clauses[0].node
        return Bag(tuple(clauses)) if clauses else None

    def unary(self, depth: int) -> Clause | None:
        """Read at least one token; return None if nothing of it can be searched."""
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
                self.unclosed(token)
            case _:
                self.missing(token)
        return None

    def unclosed(self, token: Token) -> None:
        message = _("A quotation mark is not closed. It is left out.")
        self.warn(Code.UNCLOSED_QUOTE, message, token.position)

    def label(self, token: Token) -> Node | None:
        message = _(
            "“{text}:” is read as a word. To search this field, write {text}:word without a space."
        ).format(text=token.text)
        self.warn(Code.FIELD_WITHOUT_TERM, message, token.position)
        return self.near(self.leaf(token))

    def scoped(self, token: Token, depth: int) -> Node | None:
        name = search_fields().query_name(token.text)
        if name is None:
            names = ", ".join(search_fields().query_names)
            message = _("“{text}:” is not a field. Use one of: {known}.").format(
                text=token.text, known=names
            )
            self.warn(Code.UNKNOWN_FIELD, message, token.position)
            return self.near(self.leaf(token))
        while unclosed := self.take(Kind.UNCLOSED):
            self.unclosed(unclosed)
        following = self.peek()
        if following is None or following.kind not in {Kind.WORD, Kind.PHRASE, Kind.OPEN}:
            return self.label(token)
        allowed = self.spend(token.position)
        outer, self.field = self.field, name
        node = self.atom(depth)
        self.field = outer
        return Scoped(name, node) if node and allowed else None

    def group(self, token: Token, depth: int) -> Node | None:
        allowed = self.spend(token.position)
        if depth == MAX_DEPTH:
            message = _("More than {count} nested parentheses: the innermost are left out.").format(
                count=MAX_DEPTH
            )
            self.warn(Code.TOO_DEEP, message, token.position)
            self.skip_group()
            return None
        start = self.at
        node = self.joined(Kind.OR, depth + 1)
        if self.take(Kind.CLOSE) is None:
            message = _("A parenthesis is not closed. It is closed at the end.")
            self.warn(Code.UNCLOSED_PARENTHESIS, message, token.position)
        elif self.at == start + 1:
            message = _("There is nothing in these parentheses.")
            self.warn(Code.EMPTY_GROUP, message, token.position)
        return node if allowed else None

    def skip_group(self) -> None:
        """Skip past the parenthesis that closes the group."""
        open_ones = 1
        while open_ones and (token := self.peek()):
            open_ones += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(token.kind, 0)
            self.at += 1
