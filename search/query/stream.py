"""The stream of tokens that the grammar reads, and the warnings about them."""

from search.interface import gettext as _
from search.query.limits import MAX_OPERATORS
from search.query.tokens import Kind, Token
from search.query.warning import Code, Warnings


class Stream:
    """The tokens; `operators` counts the operators read so far."""

    def __init__(self, tokens: list[Token], spent: int) -> None:
        self.tokens = tokens
        self.at = 0
        self.operators = spent
        self.warnings = Warnings()
        self.warn = self.warnings.warn

    def peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, *kinds: Kind) -> Token | None:
        token = self.peek()
        if token is None or token.kind not in kinds:
            return None
        self.at += 1
        return token

    def spend(self, position: int) -> bool:
        """Count an operator; return False if there are more than `MAX_OPERATORS`."""
        self.operators += 1
        if self.operators <= MAX_OPERATORS:
            return True
        message = _("More than {count} operators: those that follow are left out.").format(
            count=MAX_OPERATORS
        )
        self.warn(Code.TOO_MANY_OPERATORS, message, position)
        return False

    def missing(self, token: Token) -> None:
        message = (
            _("“{text}” goes between two words or phrases. It is left out.")
            if token.kind is Kind.NEAR
            else _("“{text}” needs a word beside it. It is left out.")
        )
        self.warn(Code.MISSING_OPERAND, message.format(text=token.text), token.position)
