"""Pages from a JSON Lines file: one object on each line, all below one page."""

import json
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

from cms.content.free_names import free_name
from cms.content.importer.markup.losses import losses
from cms.content.importer.record import (
    MAX_BYTES,
    Form,
    Problem,
    Record,
    Repair,
    check_slug,
    check_storable,
    decode,
    unchanged,
)
from cms.languages.slugs import slugify


class JsonLines:
    """A JSON Lines file as a source. Slugs default to the title; equal ones are numbered.

    `warnings` lists, after each iteration, what is left out of HTML.
    """

    def __init__(self, path: Path, under: str, repair: Repair = unchanged) -> None:
        self.path = path
        self.repair = repair
        self.under = under
        self.warnings: list[Problem] = []
        self._numbers: dict[str, int] = {}
        with path.open("rb") as file:
            self._lines = sum(1 for _ in _lines(file))

    def __len__(self) -> int:
        return self._lines

    def __iter__(self) -> Iterator[Record | Problem]:
        lines_by_slug: dict[str, str] = {}
        self._numbers.clear()
        self.warnings = []
        with self.path.open("rb") as file:
            for number, raw in enumerate(_lines(file), 1):
                where = f"line {number}"
                if not raw.strip():
                    continue
                try:
                    yield self._record(where, decode(raw), lines_by_slug)
                except ValueError as error:
                    yield Problem(where, str(error))

    def _record(self, where: str, line: str, lines_by_slug: dict[str, str]) -> Record:
        fields = self.repair(where, _object(self.repair(where, line)))
        check_storable(fields)
        title = fields.get("title")
        if not isinstance(title, str) or not title.strip():
            raise ValueError('the title is missing: write "title": "…".')
        text, form = _text(fields)
        if form == "html":
            self.warnings += [Problem(where, loss) for loss in losses(text)]
        slug = fields.pop("slug", None)
        if isinstance(slug, str):
            slug = normalize("NFC", slug)
        if slug is None:
            slug = free_name(slugify(title) or "page", lines_by_slug, self._numbers)
        elif not isinstance(slug, str) or not slug:
            raise ValueError('slug should be text, like "annual-report".')
        elif slug in lines_by_slug:
            raise ValueError(
                f'the slug "{slug}" is that of {lines_by_slug[slug]} already: choose another.'
            )
        check_slug(slug)
        lines_by_slug[slug] = where
        return Record(where, f"{self.under}{slug}/", fields, text, form)


def _lines(file: object) -> Iterator[bytes]:
    """Yield lines; a line too long to be accepted is cut, so that it does not fill the memory."""
    readline = file.readline  # type: ignore[attr-defined]
    while line := readline(MAX_BYTES + 2):
        while not line.endswith(b"\n") and (ending := readline(MAX_BYTES)):
            if ending.endswith(b"\n"):
                break
        yield line


def _object(line: str) -> dict[str, object]:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"this is not JSON ({error.msg} at column {error.colno}).") from error
    except RecursionError as error:
        raise ValueError("this is nested too deeply: write one flat object.") from error
    if not isinstance(value, dict):
        raise ValueError('this is not an object: write {"title": "…", "text": "…"}.')
    return value


def _text(fields: dict[str, object]) -> tuple[str, Form]:
    """Take the body out of the fields; raises ValueError."""
    bodies = {name: fields.pop(name, None) for name in ("text", "html")}
    named = [name for name, value in bodies.items() if value is not None]
    if len(named) != 1:
        raise ValueError(f"{'both text and' if named else 'neither text nor'} html: give one.")
    text = bodies[named[0]]
    if not isinstance(text, str):
        raise ValueError(f"{named[0]} should be text in quotes.")
    return text, "html" if named[0] == "html" else "text"
