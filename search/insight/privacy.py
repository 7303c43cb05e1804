"""What of a visitor's words may be kept, and of whom nothing is."""

import re

from django.http import HttpRequest

from search.insight.models import LONGEST

_NUMBER = re.compile(r"\+?\(?\d(?:[-.()/]?\d){6,}")  # telephones, passports, accounts
_DATE = re.compile(r"\d{4}-\d{4}|\d{4}-\d{2}(-\d{2})?")
_MACHINE = re.compile(r"bot|crawl|spider|slurp|preview|monitor", re.IGNORECASE)


def anonymized(text: str) -> str:
    """A text as it is counted: small letters, single spaces, no mail address, no long number."""
    bare = " ".join("[mail]" if "@" in word[1:-1] else word for word in text.split())
    return _NUMBER.sub(_without_number, bare).casefold()[:LONGEST]


def _without_number(found: re.Match[str]) -> str:
    return found[0] if _DATE.fullmatch(found[0]) else "[number]"


def counts(request: HttpRequest) -> bool:
    """Whether this client's searches are counted: people who have not asked to be left out.

    Do Not Track and Global Privacy Control both ask for it.
    """
    headers = request.headers
    if headers.get("DNT") == "1" or headers.get("Sec-GPC") == "1":
        return False
    if "prefetch" in headers.get("Sec-Purpose", ""):
        return False
    return not _MACHINE.search(headers.get("User-Agent", ""))
