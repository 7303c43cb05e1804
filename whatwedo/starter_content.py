"""Starter content for a new organ's page: the sections that such a page usually has."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

Section = tuple[str, str]
"""A heading, and the block below it."""
EMPTY: dict[str, Any] = {
    "rich_text": "",
    "aims": {"lead": "", "points": [""]},
    "address": {"name": "", "lines": "", "map_url": ""},
    "timeline": {"items": [{"date": "", "title": "", "text": ""}]},
}


@dataclass(frozen=True, slots=True)
class StarterContent:
    """`kind` is that of the organ; without sections the page starts empty."""

    label: str
    description: str
    kind: str
    sections: tuple[Section, ...] = ()

    @property
    def name(self) -> str:
        return slugify(self.label)

    @property
    def body(self) -> list[tuple[str, Any]]:
        blocks: list[tuple[str, Any]] = []
        for heading, block in self.sections:
            blocks.append(("heading", {"text": heading, "level": "2", "anchor": ""}))
            blocks.append((block, EMPTY[block]))
        return blocks


MANDATE = ("What it is for", "rich_text")
TASKS = ("What it does", "aims")
MEMBERS = ("Who belongs to it", "rich_text")
MEETINGS = ("How it meets and decides", "rich_text")
HISTORY = ("How it came about", "timeline")
CONTACT = ("Where to find it", "address")
STARTER_CONTENTS: tuple[StarterContent, ...] = (
    StarterContent(
        "Council",
        "Decides; has members, meetings and a chair.",
        "council",
        (MANDATE, TASKS, MEMBERS, MEETINGS, HISTORY),
    ),
    StarterContent(
        "Committee",
        "Prepares and carries out; has members and a place.",
        "committee",
        (MANDATE, TASKS, MEMBERS, MEETINGS, CONTACT),
    ),
    StarterContent(
        "Secretariat",
        "Serves the others; has tasks, departments and a place.",
        "secretariat",
        (MANDATE, TASKS, ("Its departments", "rich_text"), HISTORY, CONTACT),
    ),
    StarterContent(
        "National Secretariat",
        "Works within one member state.",
        "national-secretariat",
        (MANDATE, TASKS, CONTACT),
    ),
    StarterContent(
        "Office of a person",
        "Like that of the Secretary-General.",
        "secretary-general",
        (("The office", "rich_text"), TASKS, ("Who has held it", "timeline")),
    ),
    StarterContent("Empty page", "Nothing is prepared.", "other"),
)

chosen_content: ContextVar[StarterContent | None] = ContextVar("chosen_content", default=None)
"""The starter content of the page that is being made."""


def starter_content_named(name: str) -> StarterContent | None:
    return next((start for start in STARTER_CONTENTS if start.name == name), None)
