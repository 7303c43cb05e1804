"""Sorts titles as people of any language expect, in both databases.

PostgreSQL has ICU's root collation. SQLite compares bytes; each connection gets a function
whose results compare like titles that ignore case and accents first, as the root collation does
(UTS 10, levels 1-3). A collation would be called for every comparison instead of for every title.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.backends.signals import connection_created
from django.db.models import Func, TextField
from django.db.models.functions import Collate

LEADING_VOWEL = re.compile("([\u0e40-\u0e44\u0ec0-\u0ec4])(.)")
"""Thai and Lao vowels written before the consonant that they sort after."""
SQLITE_FUNCTION = "title_key"
POSTGRESQL_COLLATION = "und-x-icu"


def in_order(text: Any) -> Any:
    """Return the expression by which a text is sorted; on SQLite its values are sort keys."""
    if connection.vendor == "postgresql":
        return Collate(text, POSTGRESQL_COLLATION)
    return Func(text, function=SQLITE_FUNCTION, output_field=TextField())


def add_function(connection: Any, **_: Any) -> None:
    """Register the function on a new connection to SQLite."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(SQLITE_FUNCTION, 1, title_key, deterministic=True)


@lru_cache(maxsize=10_000)
def title_key(text: str | None) -> str | None:
    """Return a text that compares like the title; null for null."""
    if text is None:
        return None
    reordered = LEADING_VOWEL.sub(r"\2\1", text.casefold())
    decomposed = unicodedata.normalize("NFKD", reordered)
    base = "".join(char for char in decomposed if unicodedata.category(char)[0] != "M")
    return "\x01".join((base, decomposed, text))


connection_created.connect(add_function, dispatch_uid="title_key")
