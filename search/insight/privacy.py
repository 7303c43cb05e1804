"""Decides which searches are counted, and removes personal data from their texts."""

import re

from django.http import HttpRequest

from search.insight.models import MAX_LENGTH

_NUMBER = re.compile(r"\+?\(?\d(?:[-.()/]?\d){6,}")  # telephones, passports, accounts
_DATE = re.compile(r"\d{4}-\d{4}|\d{4}-\d{2}(-\d{2})?")
_MACHINE = re.compile(r"bot|crawl|spider|slurp|preview|monitor", re.IGNORECASE)


def anonymize(text: str) -> str:
    """Return a text in lower case, with single spaces, without e-mail addresses or long numbers."""
    bare = " ".join("[mail]" if "@" in word[1:-1] else word for word in text.split())
    return _NUMBER.sub(_without_number, bare).casefold()[:MAX_LENGTH]


def _without_number(match: re.Match[str]) -> str:
    return match[0] if _DATE.fullmatch(match[0]) else "[number]"


def is_counted(request: HttpRequest) -> bool:
    """Return whether a client's searches are counted.

    Those of machines are not, nor those of visitors who send Do Not Track or Global Privacy
    Control.
    """
    headers = request.headers
    if headers.get("DNT") == "1" or headers.get("Sec-GPC") == "1":
        return False
    if "prefetch" in headers.get("Sec-Purpose", ""):
        return False
    return not _MACHINE.search(headers.get("User-Agent", ""))
