"""Places in the change log: where a reader continues, and up to where an index was built."""

import re
from dataclasses import dataclass
from typing import Self

_FORM = re.compile(r"([0-9a-f]{32})\.(\d{1,19})\.(\d{1,19})\.(\d{1,19})")


@dataclass(frozen=True, slots=True)
class Place:
    """The position just after one change of one log; `str` and `parse` convert it to text.

    `log` is the log's random identity and `token` that of the change, so that a place from another
    database, or from before a backup was restored, is detected.
    """

    log: str
    transaction: int
    id: int
    token: int

    @classmethod
    def start(cls, log: str) -> Self:
        """Return the place before the first change."""
        return cls(log, 0, 0, 0)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the place that `str` wrote; raises ValueError for any other text."""
        match = _FORM.fullmatch(text)
        if not match:
            raise ValueError("This is not a place in a change log.")
        log, transaction, id_, token = match.groups()
        return cls(log, int(transaction), int(id_), int(token))

    def __str__(self) -> str:
        return f"{self.log}.{self.transaction}.{self.id}.{self.token}"

    @property
    def version(self) -> int:
        """Return a number that grows with the log, for use as the version of what was read here.

        It is the transaction's number on PostgreSQL, and the change's id on SQLite.
        """
        return self.transaction or self.id
