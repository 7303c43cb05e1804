"""Fixes of a lenient import, and a report of each."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from html import unescape
from typing import Any

from cms.content.importer import draft
from cms.content.importer.fields import columns
from cms.content.importer.record import NO_TEXT, Problem, Record, Source

Change = Callable[[Record], Record]
_MARKUP = re.compile(r"<[^<>]*>|^:::.*$|^#+ .*$|[*_`>]|\]\([^)]*\)|\[", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=[.!?။។])\s+|(?<=[。！？])")


class Fixes:
    """Fixes records and collects the fixes, without duplicates though a source is read twice."""

    def __init__(self) -> None:
        self._report: dict[Problem, None] = {}

    @property
    def report(self) -> list[Problem]:
        return list(self._report)

    def _note(self, where: str, message: str) -> None:
        self._report[Problem(where, message)] = None

    def clean(self, where: str, value: Any) -> Any:
        """Return the value without characters that cannot be stored."""
        if isinstance(value, str):
            if not NO_TEXT.search(value):
                return value
            self._note(where, "control characters removed.")
            return NO_TEXT.sub("", value)
        if isinstance(value, Mapping):
            return {self.clean(where, key): self.clean(where, each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.clean(where, each) for each in value]
        return value

    def fix(self, record: Record) -> Record:
        """Return the record with fields cut to their length, and with a summary."""
        try:
            limits = columns(draft.page_type(record))
        except ValueError:
            return record  # reported by the inspection
        fields = dict(record.fields)
        if "summary" in limits and not fields.get("summary"):
            most = limits["summary"].max_length or 320
            if summary := first_sentences(record.text, most):
                fields["summary"] = summary
                self._note(record.where, "the summary is missing: taken from the text.")
        for name, value in fields.items():
            limit = limits[name].max_length if name in limits else None
            if limit and isinstance(value, str) and len(value.strip()) > limit:
                length = len(value.strip())
                fields[name] = shortened(value, limit)
                self._note(record.where, f"{name} has {length} characters: cut to {limit}.")
        return replace(record, fields=fields)


class Changed:
    """A source whose records are changed, in the order of `changes`."""

    def __init__(self, source: Source, *changes: Change) -> None:
        self.source = source
        self.changes = changes

    def __len__(self) -> int:
        return len(self.source)

    def __iter__(self) -> Iterator[Record | Problem]:
        for each in self.source:
            record = each
            for change in self.changes:
                record = change(record) if isinstance(record, Record) else record
            yield record


def shortened(text: str, limit: int) -> str:
    """Return at most `limit` characters of a text, cut between words and marked with “…”."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    words = cut.rpartition(" ")[0]
    return f"{words if len(words) > limit // 2 else cut}…"


def first_sentences(markup: str, limit: int) -> str:
    """Return the first sentence of a text without markup, and the next ones while they fit."""
    plain = " ".join(unescape(_MARKUP.sub(" ", markup[: 20 * limit])).split())
    summary = ""
    for sentence in _SENTENCE.split(plain):
        longer = f"{summary} {sentence}".strip()
        if summary and len(longer) > limit // 2:
            break
        summary = longer
    return shortened(summary, limit)
