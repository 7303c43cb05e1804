"""Reads pages that were saved as HTML files, or written with a word processor (DOCX)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from zipfile import BadZipFile, ZipFile

import mammoth
from bs4 import BeautifulSoup, Tag
from bs4.dammit import EncodingDetector

from cms.content.importer.files import Files
from cms.content.importer.markup.text import words
from cms.content.importer.record import decode
from cms.content.importer.sources.wordpress_html import ExportContext, convert_html

MAX_BYTES = 20 * 1024 * 1024  # of a DOCX file
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
CHROME = ("nav", "header", "footer", "aside", "noscript", "form")
"""Elements around the content, left out where the page marks no main content."""
LATIN_1 = {"iso-8859-1", "latin-1", "latin1", "us-ascii"}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NO_FILES = ExportContext({}, {}, None)
BASE = "http://folder.invalid/.files/"
"""Stands before the names of files in the folder, whose own address is unknown."""


@dataclass(frozen=True, slots=True)
class SavedPage:
    """Front matter, body in HTML, and a sentence for each loss."""

    fields: dict[str, Any]
    html: str
    warnings: tuple[str, ...]


def read_html(file: Path, root: Path, paths: Mapping[str, str]) -> SavedPage:
    """Return the page of an HTML file; raises ValueError if it is too large or unreadable.

    `paths` are the public paths of all pages of the folder `root`, by the names of their files.
    """
    soup = BeautifulSoup(_decode(file.read_bytes()), "html.parser")
    fields = _fields(soup, file)
    main = soup.find("main") or soup.find("article") or soup.body or soup
    if main.name not in {"main", "article"}:
        for tag in main.find_all(CHROME):
            tag.decompose()
    heading = main.find("h1")
    if heading and words(heading) == fields["title"]:
        heading.decompose()
    _resolve(main, file, root, paths)
    context = ExportContext({}, {}, Files(root, root, BASE), has_addresses=False)
    html, warnings = convert_html(main.decode_contents(), context)
    return SavedPage(fields, html, tuple(warnings))


def read_docx(file: Path) -> SavedPage:
    """Return the page of a DOCX file; raises ValueError if it is not one, or too large."""
    _check_size(file)
    pictures: list[object] = []

    def leave_out(picture: object) -> list[object]:
        pictures.append(picture)
        return []

    try:
        with file.open("rb") as content:
            converted = mammoth.convert_to_html(content, convert_image=leave_out)
    except (BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise ValueError("it is not a DOCX file: save it again as .docx.") from error
    soup = BeautifulSoup(converted.value, "html.parser")
    heading = soup.find("h1")
    title = words(heading) if heading else title_of(file)
    if heading:
        heading.decompose()
    warnings = list(dict.fromkeys(f"{each.message.rstrip('.')}." for each in converted.messages))
    if pictures:
        warnings.append(f"pictures in the text are left out: {len(pictures)}.")
    html, html_warnings = convert_html(soup.decode(), NO_FILES)
    return SavedPage({"title": title}, html, (*warnings, *html_warnings))


def _decode(raw: bytes) -> str:
    """Return the text of an HTML file: UTF-8, or the character encoding that it declares.

    ISO 8859-1 means Windows-1252, as in browsers. Raises ValueError if it is too long or neither.
    """
    try:
        return decode(raw)
    except ValueError as error:
        name = EncodingDetector.find_declared_encoding(raw, is_html=True) or "utf-8"
        is_too_long = not isinstance(error.__cause__, UnicodeDecodeError)
        if is_too_long or name.lower() in {"utf-8", "utf8"}:
            raise
    try:
        return raw.decode("cp1252" if name.lower() in LATIN_1 else name)
    except (LookupError, UnicodeDecodeError) as error:
        raise ValueError(f"it is neither UTF-8 nor {name}, which it declares.") from error


def _check_size(file: Path) -> None:
    if file.stat().st_size > MAX_BYTES:
        raise ValueError(f"it is larger than {MAX_BYTES >> 20} MB: split it.")
    try:
        with ZipFile(file) as archive:
            unpacked = sum(each.file_size for each in archive.infolist())
    except BadZipFile as error:
        raise ValueError("it is not a DOCX file: save it again as .docx.") from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise ValueError(f"it holds more than {MAX_UNPACKED_BYTES >> 20} MB: split it.")


def _fields(soup: BeautifulSoup, file: Path) -> dict[str, Any]:
    heading, title = soup.find("h1"), soup.find("title")
    named = words(heading) if heading else words(title) if title else ""
    fields: dict[str, Any] = {"title": named or title_of(file)}
    if description := _meta(soup, "description"):
        fields["summary"] = description
    day = DAY.match(_meta(soup, "date") or _meta(soup, "article:published_time"))
    if day:
        fields["date"] = day[0]
    return fields


def _meta(soup: BeautifulSoup, name: str) -> str:
    tag = soup.find("meta", attrs={"name": name}) or soup.find("meta", attrs={"property": name})
    return " ".join(str(tag.get("content", "")).split()) if tag else ""


def _resolve(main: Tag, file: Path, root: Path, paths: Mapping[str, str]) -> None:
    """Replace relative URLs of pages by their new paths, and resolve those of other files."""
    for tag, attribute in ((tag, name) for name in ("href", "src") for tag in main.find_all(True)):
        name = _name_of(str(tag.get(attribute) or ""), file, root)
        if name is not None:
            tag[attribute] = paths.get(name) or BASE + quote(name)


def _name_of(url: str, file: Path, root: Path) -> str | None:
    """Return the name in the folder that a relative address has; None for other addresses."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path:
        return None
    start = root if parts.path.startswith("/") else file.parent
    target = (start / unquote(parts.path).lstrip("/")).resolve()
    if target.is_dir():
        target /= "index.html"
    inside = root.resolve()
    return target.relative_to(inside).as_posix() if target.is_relative_to(inside) else None


def title_of(file: Path) -> str:
    """Return a title made of the name of the file; that of its folder for an index."""
    name = PurePosixPath(file).stem if file.stem != "index" else file.parent.name
    return name.replace("-", " ").replace("_", " ").strip().capitalize()
