"""The text of attached documents; never a reason for a page not to be found."""

import hashlib
import logging
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import defusedxml.ElementTree
from django.conf import settings
from pypdf import PdfReader
from wagtail.documents.models import AbstractDocument

LARGEST = 30 * 1024 * 1024  # bytes of a file that is still opened
LONGEST = 200_000  # characters kept of one document
SLOWEST = 10.0  # seconds after which reading stops, keeping what there is
FORM = "1"  # of what is kept on disk; another number reads every file anew

# Where each kind of office file keeps its text, and the tags that hold it.
OFFICE = {
    "docx": (re.compile(r"word/document\.xml"), ("}t",)),
    "pptx": (re.compile(r"ppt/slides/slide\d+\.xml"), ("}t",)),
    "odt": (re.compile(r"content\.xml"), ("}p", "}h", "}span")),
}

logger = logging.getLogger(__name__)


def text_of(document: AbstractDocument) -> str:
    """The document's plain text, at most LONGEST characters; empty if it cannot be read.

    A file is read once: its text is kept in the data folder.
    """
    kept = _kept(document)
    if kept.exists():
        return kept.read_text(encoding="utf-8")
    text = _read(document)
    kept.parent.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_suffix(f".{time.monotonic_ns()}")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(kept)
    return text


def _kept(document: AbstractDocument) -> Path:
    which = f"{FORM}/{document.pk}/{document.file.name}/{document.file_size}/{document.file_hash}"
    name = hashlib.blake2b(which.encode(errors="replace"), digest_size=16).hexdigest()
    return Path(settings.DATA_DIR) / "attached" / f"{name}.txt"


def _read(document: AbstractDocument) -> str:
    extension = document.file_extension.lower()
    try:
        if document.file.size > LARGEST:
            raise ValueError(f"it has more than {LARGEST // 1024 // 1024} MB")
        with document.open_file() as file:
            return _limited(_pieces(file, extension))
    except Exception as error:  # whatever a broken file may cause in its reader
        logger.warning("Document %s is not searched: %s", document.pk, error or type(error))
        return ""


def _limited(pieces: Iterator[str]) -> str:
    end = time.monotonic() + SLOWEST
    kept: list[str] = []
    length = 0
    for piece in pieces:
        kept.append(" ".join(piece.split()))
        length += len(kept[-1])
        if length > LONGEST or time.monotonic() > end:
            break
    text = "\n".join(filter(None, kept))[:LONGEST]
    return text.encode(errors="ignore").decode().replace("\0", "")


def _pieces(file: IO[Any], extension: str) -> Iterator[str]:
    if extension == "pdf":
        for page in PdfReader(file).pages:
            yield page.extract_text()
    elif extension in OFFICE:
        yield from _office(file, extension)
    elif extension in {"txt", "csv"}:
        yield file.read(LONGEST * 4).decode(errors="replace")


def _office(file: IO[Any], extension: str) -> Iterator[str]:
    names, tags = OFFICE[extension]
    with zipfile.ZipFile(file) as archive:
        for entry in archive.infolist():
            if names.fullmatch(entry.filename):
                if entry.file_size > LARGEST:
                    raise ValueError("it unpacks to too much")
                with archive.open(entry) as part:
                    for element in defusedxml.ElementTree.parse(part).iter():
                        if element.tag.endswith(tags) and element.text:
                            yield element.text
