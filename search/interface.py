"""The gettext functions of the rooms that know no framework.

They return the English texts until `use` sets the translations of the application.
"""

from collections.abc import Callable

type Gettext = Callable[[str], str]
type NGettext = Callable[[str, str, int], str]
type WriteNumber = Callable[[float], str]


class _Translations:
    def __init__(self) -> None:
        self.gettext: Gettext = str
        self.ngettext: NGettext = lambda singular, plural, count: singular if count == 1 else plural
        self.number: WriteNumber = "{:,}".format


_translations = _Translations()


def use(gettext: Gettext, ngettext: NGettext, number: WriteNumber) -> None:
    """Translate with these functions from now on; called once, when the application starts."""
    _translations.gettext, _translations.ngettext = gettext, ngettext
    _translations.number = number


def gettext(message: str) -> str:
    """Return the message in the active language."""
    return _translations.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of the message for a number, in the active language."""
    return _translations.ngettext(singular, plural, count)


def number(value: float) -> str:
    """Return the number in the active language, like 1,234.5."""
    return _translations.number(value)


def gettext_noop(message: str) -> str:
    """Mark a message that is translated where it is used."""
    return message
