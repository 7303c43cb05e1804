"""Starter content for a new organ's page: the sections that such a page usually has."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from whatwedo.kinds import OTHER, OrganKind
from whatwedo.sections import EMPTY, SECTIONS


@dataclass(frozen=True, slots=True)
class StarterContent:
    """The start of a page of one kind; without sections the page starts empty."""

    name: str
    label: str
    description: str = ""
    kind: str = OTHER
    sections: tuple[tuple[str, str], ...] = ()

    @property
    def body(self) -> list[tuple[str, Any]]:
        blocks: list[tuple[str, Any]] = []
        for heading, block in self.sections:
            blocks.append(("heading", {"text": heading, "level": "2", "anchor": ""}))
            blocks.append((block, EMPTY[block]))
        return blocks


EMPTY_PAGE = StarterContent("empty-page", "Empty page", "Nothing is prepared.")

chosen_content: ContextVar[StarterContent | None] = ContextVar("chosen_content", default=None)
"""The starter content of the page that is being made."""


def starter_contents() -> list[StarterContent]:
    """Return one for each kind of organ, and the empty page."""
    return [*(starter_content(kind) for kind in OrganKind.objects.all()), EMPTY_PAGE]


def starter_content(kind: OrganKind) -> StarterContent:
    sections = tuple(section for name, section in SECTIONS.items() if name in kind.sections)
    return StarterContent(kind.key, kind.name, kind.description, kind.key, sections)


def starter_content_named(name: str) -> StarterContent | None:
    return next((start for start in starter_contents() if start.name == name), None)
