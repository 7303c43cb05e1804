"""A place in the change log: where a reader goes on, and what an index was built up to."""

import re
from dataclasses import dataclass
from typing import Self

_FORM = re.compile(r"([0-9a-f]{32})\.(\d{1,19})\.(\d{1,19})\.(\d{1,19})")


@dataclass(frozen=True, slots=True)
class Place:
    """Just after one change of one log; as text (`str`, `parse`) it is opaque and storable.

    `log` is the log's random identity and `token` that of the change, so that a place from
    before a restored backup, or of another database, is known not to be of this log.
    """

    log: str
    transaction: int
    id: int
    token: int

    @classmethod
    def start(cls, log: str) -> Self:
        """Before the first change."""
        return cls(log, 0, 0, 0)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads what `str` wrote; raises ValueError for anything else."""
        match = _FORM.fullmatch(text)
        if not match:
            raise ValueError("This is not a place in a change log.")
        log, transaction, id_, token = match.groups()
        return cls(log, int(transaction), int(id_), int(token))

    def __str__(self) -> str:
        return f"{self.log}.{self.transaction}.{self.id}.{self.token}"

    @property
    def version(self) -> int:
        """Grows with the log; what was read after this place may carry it as its version.

        On PostgreSQL the transaction's number, on SQLite (where that is 0) the change's id.
        """
        return self.transaction or self.id
