"""The privacy of the search log: which searches are counted, and which words are kept."""

import re

from django.http import HttpRequest

from search.insight.models import LONGEST

_NUMBER = re.compile(r"\+?\(?\d(?:[-.()/]?\d){6,}")  # telephones, passports, accounts
_DATE = re.compile(r"\d{4}-\d{4}|\d{4}-\d{2}(-\d{2})?")
_MACHINE = re.compile(r"bot|crawl|spider|slurp|preview|monitor", re.IGNORECASE)


def anonymized(text: str) -> str:
    """Return a text in small letters and single spaces, without mail addresses or long numbers."""
    bare = " ".join("[mail]" if "@" in word[1:-1] else word for word in text.split())
    return _NUMBER.sub(_without_number, bare).casefold()[:LONGEST]


def _without_number(found: re.Match[str]) -> str:
    return found[0] if _DATE.fullmatch(found[0]) else "[number]"


def counts(request: HttpRequest) -> bool:
    """Return whether this client's searches are counted.

    Machines are not, nor people who send Do Not Track or Global Privacy Control.
    """
    headers = request.headers
    if headers.get("DNT") == "1" or headers.get("Sec-GPC") == "1":
        return False
    if "prefetch" in headers.get("Sec-Purpose", ""):
        return False
    return not _MACHINE.search(headers.get("User-Agent", ""))
