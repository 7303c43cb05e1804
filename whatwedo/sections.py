"""The sections that a new organ's page may start with."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models

EMPTY: dict[str, Any] = {
    "rich_text": "",
    "aims": {"lead": "", "points": [""]},
    "address": {"name": "", "lines": "", "map_url": ""},
    "timeline": {"items": [{"date": "", "title": "", "text": ""}]},
}
"""The value of each block before it is filled in."""
SECTIONS: Mapping[str, tuple[str, str]] = {
    "office": ("The office", "rich_text"),
    "mandate": ("What it is for", "rich_text"),
    "tasks": ("What it does", "aims"),
    "members": ("Who belongs to it", "rich_text"),
    "departments": ("Its departments", "rich_text"),
    "meetings": ("How it meets and decides", "rich_text"),
    "history": ("How it came about", "timeline"),
    "holders": ("Office-holders", "timeline"),
    "contact": ("Where to find it", "address"),
}
"""A heading and the block below it, by name, in the order of a page."""


class SectionsField(models.JSONField):
    """A list of names of sections, chosen by checkboxes."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("default", list)
        options.setdefault("blank", True)
        super().__init__(**options)

    def formfield(self, **options: Any) -> Any:
        return forms.MultipleChoiceField(
            choices=[(name, heading) for name, (heading, _) in SECTIONS.items()],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=self.help_text,
        )
