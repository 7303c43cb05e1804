"""The organisation's words for its members, their offices and their representatives.

The words are settings of the site, which stands above this room and registers how they are read.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.functional import lazy
from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words in one language; an empty one is replaced by the product's general word."""

    members: str = ""
    office: str = ""
    representative: str = ""

    def with_defaults(self) -> "Vocabulary":
        """Return the vocabulary without an empty word, in the active language."""
        return replace(
            self,
            members=self.members or gettext("Members"),
            office=self.office or gettext("Office"),
            representative=self.representative or gettext("Representative"),
        )


_read: Callable[[], Vocabulary] = Vocabulary


def register_vocabulary(read: Callable[[], Vocabulary]) -> None:
    """Declare how the words of the default site are read."""
    global _read
    _read = read


def word(name: str) -> str:
    """Return one of the words of the default site, by its name in `Vocabulary`."""
    noun: str = getattr(_read().with_defaults(), name)
    return noun


lazy_word = lazy(word, str)
