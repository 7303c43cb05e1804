"""Sort titles as people of any language expect, in both databases.

PostgreSQL has ICU's root collation. SQLite compares bytes; each connection is taught a
comparison that ignores case and accents first, as the root collation does (UTS 10, levels 1-3).
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.backends.signals import connection_created
from django.db.models import F
from django.db.models.functions import Collate

LEADING_VOWEL = re.compile("([\u0e40-\u0e44\u0ec0-\u0ec4])(.)")
"""Thai and Lao vowels written before the consonant that they sort after."""
SQLITE_COLLATION = "title_order"
POSTGRESQL_COLLATION = "und-x-icu"


def collation() -> str:
    """Return the name of the comparison in the database in use."""
    return POSTGRESQL_COLLATION if connection.vendor == "postgresql" else SQLITE_COLLATION


def title_order() -> Collate:
    """Return the expression that orders pages by title."""
    return Collate(F("title"), collation())


def add_collation(connection: Any, **_: Any) -> None:
    """Teach a new connection to SQLite the comparison; called once for each."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation(SQLITE_COLLATION, compare)


def compare(one: str, other: str) -> int:
    """Return -1, 0 or 1 as `one` comes before, with or after `other`."""
    left, right = _key(one), _key(other)
    return (left > right) - (left < right)


@lru_cache(maxsize=10_000)
def _key(text: str) -> tuple[str, str, str]:
    written = LEADING_VOWEL.sub(r"\2\1", text.casefold())
    apart = unicodedata.normalize("NFKD", written)
    bare = "".join(each for each in apart if unicodedata.category(each)[0] != "M")
    return bare, apart, text


connection_created.connect(add_collation, dispatch_uid="title_order")
