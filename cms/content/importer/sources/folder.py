"""Pages from a folder of Markdown, HTML or DOCX files.

Each file is a page, each folder a page with children.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize

import yaml
from frontmatter.default_handlers import YAMLHandler

from cms.content.importer.files import Files
from cms.content.importer.record import (
    Form,
    Problem,
    Record,
    Repair,
    check_slug,
    check_storable,
    decode,
    unchanged,
)
from cms.content.importer.sources.saved_page import read_docx, read_html, title_of
from cms.content.importer.sources.yaml_values import read_yaml
from cms.content.importer.tree import LANGUAGES
from cms.languages.slugs import SEGMENT, slugify

INDEX = "index.md"
SUFFIXES = (".md", ".html", ".htm", ".docx")
INDEXES = tuple(f"index{suffix}" for suffix in SUFFIXES)
_TITLE = re.compile(r"\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")


class PageFolder:
    """A folder as a source. `index.md` is its own page; siblings sort by `order`, then name.

    The folders of languages come last, because their pages are translations of the others.
    `warnings` lists, after each iteration, what is left out of HTML and DOCX files.
    """

    def __init__(self, path: Path, under: str, repair: Repair = unchanged) -> None:
        self.path = path
        self.repair = repair
        self.under = under
        self.warnings: list[Problem] = []
        self._paths = {
            file.relative_to(path).as_posix(): self._path_of(file) for file in self._files()
        }

    def __len__(self) -> int:
        return len(self._paths)

    def _files(self) -> Iterator[Path]:
        for file in self.path.rglob("*"):
            is_hidden = any(part.startswith(".") for part in file.relative_to(self.path).parts)
            if file.suffix.lower() in SUFFIXES and not is_hidden:
                yield file

    def _path_of(self, file: Path) -> str:
        """Return the public path of a file that names no slug."""
        parts = [*file.relative_to(self.path).parent.parts]
        parts += [] if file.name.lower() in INDEXES else [file.stem]
        return self.under + normalize("NFC", "".join(f"{_segment(part)}/" for part in parts))

    def __iter__(self) -> Iterator[Record | Problem]:
        sources: dict[str, str] = {}
        self.warnings = []
        for record in self._folder(self.path, self.under):
            if isinstance(record, Record):
                if other := sources.get(record.path):
                    yield Problem(record.where, f"{record.path} is the page of {other} already.")
                    continue
                sources[record.path] = record.where
            yield record

    def _folder(self, folder: Path, address: str) -> Iterator[Record | Problem]:
        """Yield the page of the folder and those below; `address` is the path of its `index.md`."""
        index = next((folder / name for name in INDEXES if (folder / name).is_file()), None)
        if index:
            record = self._file(index, address)
            yield record
            address = record.path if isinstance(record, Record) else address
        elif folder != self.path and self._has_saved_pages(folder):
            yield self._empty_page(folder, address)
        children: list[tuple[bool, float, str, list[Record | Problem]]] = []
        for child in sorted(folder.iterdir()):
            if child.name.startswith(".") or child == index:
                continue
            if child.is_dir():
                records = list(self._folder(child, f"{address}{_segment(child.name)}/"))
            elif child.suffix.lower() in SUFFIXES:
                records = [self._file(child, f"{address}{_segment(child.stem)}/")]
            else:
                continue
            is_language = address == "/" and child.name in LANGUAGES
            order = _order(records[0]) if records else 0
            children.append((is_language, order, child.name, records))
        for *_, records in sorted(children, key=lambda each: each[:3]):
            yield from records

    def _has_saved_pages(self, folder: Path) -> bool:
        prefix = f"{folder.relative_to(self.path).as_posix()}/"
        return any(
            path.startswith(prefix) and not path.lower().endswith(".md") for path in self._paths
        )

    def _empty_page(self, folder: Path, address: str) -> Record:
        """Return the page of a folder of HTML or DOCX files that has no index."""
        where = f"{folder.relative_to(self.path).as_posix()}/"
        self.warnings.append(Problem(where, "it has no index file: its page is empty."))
        fields = {"title": title_of(folder / INDEX)}
        files = Files(self.path, self.path)
        return Record(where, normalize("NFC", address), fields, "", "wordpress", files)

    def _file(self, file: Path, address: str) -> Record | Problem:
        where = file.relative_to(self.path).as_posix()
        try:
            fields, text, form = self._read(file, where)
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
        files = Files(file.parent if form == "markdown" else self.path, self.path)
        return Record(where, normalize("NFC", address), fields, text, form, files)

    def _read(self, file: Path, where: str) -> tuple[dict[str, Any], str, Form]:
        """Return front matter, body and its form; raises ValueError."""
        if file.suffix.lower() == ".md":
            fields, text = read(self.repair(where, decode(file.read_bytes())))
            return fields, text, "markdown"
        is_docx = file.suffix.lower() == ".docx"
        page = read_docx(file) if is_docx else read_html(file, self.path, self._paths)
        self.warnings += [Problem(where, warning) for warning in page.warnings]
        fields, text = self.repair(where, [page.fields, page.html])
        return fields, text, "wordpress"


def read(content: str) -> tuple[dict[str, Any], str]:
    """Return front matter and text; raises ValueError.

    Values in the front matter are text, lists or mappings; the page's fields convert them
    (1976-02 is not a number, NO is not false).
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


def _segment(name: str) -> str:
    """Return the part of an address for the name of a file or folder."""
    return name if re.fullmatch(SEGMENT, name) else slugify(name) or name


def _order(record: Record | Problem) -> float:
    """Return the sort key of a page; files without an order come first."""
    return float(str(record.fields.get("order", 0))) if isinstance(record, Record) else 0
