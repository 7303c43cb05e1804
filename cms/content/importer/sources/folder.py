"""Pages from a folder of Markdown files: each file is a page, each folder a page with children."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from cms.content.importer.files import Files
from cms.content.importer.record import (
    Problem,
    Record,
    Repair,
    check_slug,
    check_storable,
    decode,
    unchanged,
)
from cms.content.importer.sources.yaml_values import read_yaml

INDEX = "index.md"
_TITLE = re.compile(r"\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")


class MarkdownFolder:
    """A folder as a source. `index.md` is its own page; siblings sort by `order`, then name."""

    def __init__(self, path: Path, under: str, repair: Repair = unchanged) -> None:
        self.path = path
        self.repair = repair
        self.under = under

    def __len__(self) -> int:
        return sum(1 for _ in self.path.rglob("*.md"))

    def __iter__(self) -> Iterator[Record | Problem]:
        taken: dict[str, str] = {}
        for record in self._folder(self.path, self.under):
            if isinstance(record, Record):
                if other := taken.get(record.path):
                    yield Problem(record.where, f"{record.path} is the page of {other} already.")
                    continue
                taken[record.path] = record.where
            yield record

    def _folder(self, folder: Path, address: str) -> Iterator[Record | Problem]:
        """Yield the page of the folder and those below; `address` is the path of its `index.md`."""
        index = folder / INDEX
        if index.is_file():
            record = self._file(index, address)
            yield record
            address = record.path if isinstance(record, Record) else address
        children: list[tuple[float, str, list[Record | Problem]]] = []
        for child in sorted(folder.iterdir()):
            if child.name.startswith(".") or child.name == INDEX:
                continue
            if child.is_dir():
                found = list(self._folder(child, f"{address}{child.name}/"))
            elif child.suffix == ".md":
                found = [self._file(child, f"{address}{child.stem}/")]
            else:
                continue
            children.append((_order(found[0]) if found else 0, child.name, found))
        for _, _, found in sorted(children, key=lambda each: each[:2]):
            yield from found

    def _file(self, file: Path, address: str) -> Record | Problem:
        where = file.relative_to(self.path).as_posix()
        try:
            fields, text = read(self.repair(where, decode(file.read_bytes())))
            check_storable([fields, text])
            slug = fields.pop("slug", None)
            check_slug(str(slug or ""))
            if slug and file != self.path / INDEX:
                address = f"{address.rstrip('/').rpartition('/')[0]}/{slug}/"
            if not fields.get("title"):
                raise ValueError("the title is missing: write `title: …` in the front matter.")
            _check_order(fields.get("order", 0))
        except ValueError as error:
            return Problem(where, str(error))
        except OSError as error:
            return Problem(where, f"it cannot be read: {error.strerror}.")
        files = Files(file.parent, self.path)
        return Record(where, address, fields, text, "markdown", files)


def read(content: str) -> tuple[dict[str, Any], str]:
    """Return front matter and text; raises ValueError.

    Values in the front matter are text, lists or mappings; the page's fields convert them
    (1976-02 is no number, NO is not false).
    """
    content = content.replace("\r\n", "\n")
    fields: dict[str, Any] = {}
    if content.startswith("---\n"):
        try:
            _, matter, content = YAMLHandler.FM_BOUNDARY.split(content, 2)
        except ValueError:
            raise ValueError("the front matter is not closed: end it with a line ---.") from None
        fields = _fields(matter)
    if heading := _TITLE.match(content):
        fields.setdefault("title", heading[1])
        if fields["title"] == heading[1]:
            content = content[heading.end() :]
    return fields, content.strip()


def _fields(matter: str) -> dict[str, Any]:
    try:
        fields = read_yaml(matter)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
        raise ValueError(f"the front matter is not YAML ({reason}{place}).") from error
    except RecursionError as error:
        raise ValueError("the front matter is nested too deeply.") from error
    if fields in ("", None):
        return {}
    if not isinstance(fields, dict):
        raise ValueError("the front matter should be lines like `title: About us`.")
    return fields


def _check_order(order: object) -> None:
    try:
        float(str(order))
    except ValueError:
        raise ValueError(f"order should be a number, not {order!r}.") from None


def _order(found: Record | Problem) -> float:
    """Return the sort key of a page; files without an order come first."""
    return float(str(found.fields.get("order", 0))) if isinstance(found, Record) else 0
