"""The document that every engine indexes for a page."""

import datetime
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Literal

State = Literal["content", "maintenance", "draft"]


@dataclass(frozen=True, slots=True)
class Crumb:
    """A page above the page, from the site's root down."""

    title: str
    path: str


@dataclass(frozen=True)
class SearchDocument:
    """One page, as far as the public may see it.

    The document of a page under maintenance holds what stays public: title, path and type.
    """

    id: int
    """The page's id."""
    type: str
    """The page type's label, like `whatwedo.OrganPage`."""
    title: str
    path: str
    """The path of its URL, like `/what-we-do/`."""
    locale: str
    """The language code, like `zh-hans`."""
    names: tuple[str, ...] = ()
    """Other names of the page, like an acronym."""
    headings: tuple[str, ...] = ()
    summary: str = ""
    body: str = ""
    """Plain text in reading order; pieces end with a line break."""
    attached: str = ""
    """The text of attached documents."""
    organ: str = ""
    """The title of the organ that the page is, or belongs to."""
    topics: tuple[str, ...] = ()
    """Slugs."""
    topic_labels: tuple[str, ...] = ()
    """Their names, in the same order."""
    type_label: str = ""
    """The page type's name for visitors."""
    date: datetime.date | None = None
    """The public date."""
    breadcrumbs: tuple[Crumb, ...] = ()
    state: State = "content"
    more_values: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """The values of fields that other apps registered, by field."""
    more_texts: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The text of fields that other apps registered, by field."""
    version: int = field(default=0, compare=False)
    """The version of the change log when the page was read: it grows, so the newest wins."""

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of a field, of which there may be none."""
        read = _VALUES.get(name)
        return read(self) if read else self.more_values.get(name, ())

    def text(self, name: str) -> str:
        """Return the text of a field as it is searched."""
        read = _TEXTS.get(name)
        return read(self) if read else self.more_texts.get(name, "")

    @cached_property
    def hash(self) -> str:
        """Return a digest of everything but the version."""
        content = tuple(getattr(self, name) for name in _CONTENT)
        return hashlib.blake2b(repr(content).encode(), digest_size=12).hexdigest()


_VALUES: Mapping[str, Callable[[SearchDocument], tuple[str, ...]]] = {
    "type": lambda document: (document.type,),
    "organ": lambda document: (document.organ,) if document.organ else (),
    "topic": lambda document: document.topics,
    "locale": lambda document: (document.locale,),
}
_TEXTS: Mapping[str, Callable[[SearchDocument], str]] = {
    "title": lambda document: document.title,
    "headings": lambda document: "\n".join(document.headings),
    "body": lambda document: f"{document.summary}\n{document.body}",
    "attached": lambda document: document.attached,
}
_CONTENT = tuple(each.name for each in fields(SearchDocument) if each.compare)
