"""Text of office files: XML parts in a ZIP archive, read as streams with a limit."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from defusedxml.ElementTree import XMLParser

MAX_UNPACKED_BYTES = 32 * 1024 * 1024  # bytes of all parts read from one file
MAX_PARTS = 2_000
CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Format:
    """The places of text in a kind of office file; tags are local names."""

    parts: re.Pattern[str]
    text: frozenset[str]
    paragraph: frozenset[str]


FORMATS = {
    "docx": Format(re.compile(r"word/document\.xml"), frozenset({"t"}), frozenset({"p"})),
    "pptx": Format(re.compile(r"ppt/slides/slide\d+\.xml"), frozenset({"t"}), frozenset({"p"})),
    "xlsx": Format(re.compile(r"xl/sharedStrings\.xml"), frozenset({"t"}), frozenset({"si"})),
    "odt": Format(re.compile(r"content\.xml"), frozenset({"p", "h"}), frozenset({"p", "h"})),
}


def office_text(file: IO[bytes], extension: str) -> Iterator[str]:
    """Yield pieces of text in reading order; raises ValueError for what unpacks to too much."""
    format_ = FORMATS[extension]
    left = MAX_UNPACKED_BYTES
    with zipfile.ZipFile(file) as archive:
        if len(archive.infolist()) > MAX_PARTS:
            raise ValueError(f"it has more than {MAX_PARTS} parts")
        for entry in archive.infolist():
            if not format_.parts.fullmatch(entry.filename):
                continue
            collector = _Collector(format_)
            parser: Any = XMLParser(target=collector, forbid_dtd=True)
            with archive.open(entry) as part:
                while chunk := part.read(CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise ValueError(f"it unpacks to more than {MAX_UNPACKED_BYTES >> 20} MB")
                    parser.feed(chunk)
                    yield from collector.take()
            parser.close()
            yield from collector.take()


class _Collector:
    """Target of an XML parser: keeps text, and no tree."""

    def __init__(self, format_: Format) -> None:
        self._format = format_
        self._inside = 0
        self._pieces: list[str] = []

    def start(self, tag: str, _: object) -> None:
        self._inside += _local(tag) in self._format.text

    def end(self, tag: str) -> None:
        name = _local(tag)
        self._inside -= name in self._format.text
        if name in self._format.paragraph:
            self._pieces.append("\n")

    def data(self, text: str) -> None:
        if self._inside:
            self._pieces.append(text)

    def close(self) -> None:
        """Return nothing: the text was taken piece by piece."""

    def take(self) -> list[str]:
        pieces, self._pieces = self._pieces, []
        return pieces


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
