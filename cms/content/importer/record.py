"""One page of a source, as it was written, and the problems it can have."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from cms.content.importer.files import Files

Form = Literal["markdown", "html", "text", "wordpress"]
Repair = Callable[[str, Any], Any]
"""Takes a place in the source and a value, and returns the value without unstorable parts."""
MAX_BYTES = 5 * 1024 * 1024  # of one line or file: longer than any page people write
# Control characters, but for tabs and line ends, and halves of surrogate pairs.
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem at a place (`line 3`, `about/index.md`); the message describes valid values."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Record:
    """A page to import: `path` is its public path, `fields` its front matter, `text` its body."""

    where: str
    path: str
    fields: Mapping[str, object]
    text: str
    form: Form
    files: Files | None = None
    """The files beside it, if it comes from a file."""

    @property
    def slug(self) -> str:
        return self.path.rstrip("/").rpartition("/")[2]

    @property
    def parent_path(self) -> str:
        return self.path.rstrip("/").rpartition("/")[0] + "/"

    @property
    def digest(self) -> str:
        """Return a hash of the whole record: equal digests mean equal pages."""
        content = json.dumps([self.fields, self.text, self.form], sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()


class Source(Protocol):
    """An iterable of records, parents first. It is read several times; each time starts over."""

    def __len__(self) -> int:
        """Return the number of records, for the progress bar."""

    def __iter__(self) -> Iterator[Record | Problem]: ...


def check_storable(value: object) -> None:
    """Raise ValueError for text that a database or an encoding cannot store."""
    if isinstance(value, str):
        if match := NO_TEXT.search(value):
            raise ValueError(f"it contains the character U+{ord(match[0]):04X}: take it out.")
    elif isinstance(value, Mapping):
        for item in value.items():
            check_storable(item)
    elif isinstance(value, list | tuple):
        for each in value:
            check_storable(each)


def unchanged(where: str, value: Any) -> Any:
    """Return the value unchanged: the repair of a strict import."""
    return value


def check_slug(slug: str) -> None:
    """Raise ValueError for a slug that would change the path; the page validates the rest."""
    if "/" in slug:
        raise ValueError(f"the slug {slug!r} has a slash: it is one part of the address only.")


def decode(raw: bytes) -> str:
    """Return the text of one line or file; raises ValueError if it is too long or not UTF-8."""
    if len(raw) > MAX_BYTES:
        raise ValueError(f"it is longer than {MAX_BYTES >> 20} MB: split it into several pages.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(
            f"it is not UTF-8 (byte {error.start + 1}): save it with that encoding."
        ) from error
