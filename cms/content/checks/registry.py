"""Content checks that apps add to the product's own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cms.content.checks.rules import LABELS
from cms.registry import Registry


@dataclass(frozen=True, slots=True)
class ContentCheck:
    """A check of one page, which may be unsaved."""

    label: str
    """The heading of its findings in the report, like “No summary”."""
    find: Callable[[Any], Iterable[str]]
    """Return a message for each problem; pages of every type are given."""


content_checks = Registry[ContentCheck](
    "content check",
    lambda entry: isinstance(entry, ContentCheck),
    "a ContentCheck",
    names=f"(?!({'|'.join(LABELS)})$)[a-z][a-z0-9-]{{0,19}}",
)
"""Checks by the code of their findings, which no check of the product may have."""


def labels() -> dict[str, str]:
    """Return the labels of all checks by code, those of the product first."""
    added = {name: each.label for name, each in content_checks.entries().items()}
    return dict[str, str](LABELS.items()) | added
