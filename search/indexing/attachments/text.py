"""The text of attached documents; a page is indexed even if its documents cannot be read."""

import hashlib
import logging
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from wagtail.documents.models import AbstractDocument

from search.indexing.attachments.extractor import MAX_TEXT_LENGTH
from search.indexing.attachments.office import FORMATS
from search.indexing.attachments.process import ExtractionError, extract

MAX_FILE_BYTES = 30 * 1024 * 1024  # bytes of a file that is still opened
FORM = "2"  # of what is kept on disk; another number reads every file again

logger = logging.getLogger(__name__)


def text_of(document: AbstractDocument) -> str:
    """Return a document's plain text, cut to `MAX_TEXT_LENGTH`; empty if it cannot be read.

    A file is read once: its text is kept in the data folder. A file that no limit of time or
    memory suffices for is logged, and takes at most `process.SECONDS`.
    """
    cache_file = _cache_file(document)
    if cache_file.exists():
        return cache_file.read_text(encoding="utf-8")
    try:
        text = _read(document)
    except Exception as error:  # a lost file, a storage that is away, a broken document
        logger.warning("Document %s is not searched: %s", document.pk, error or type(error))
        if not isinstance(error, ExtractionError) or not error.is_final:
            return ""
        text = ""
    _write_cache(cache_file, text)
    return text


def _cache_file(document: AbstractDocument) -> Path:
    identity = (
        f"{FORM}/{document.pk}/{document.file.name}/{document.file_size}/{document.file_hash}"
    )
    name = hashlib.blake2b(identity.encode(errors="replace"), digest_size=16).hexdigest()
    return Path(settings.DATA_DIR) / "attached" / f"{name}.txt"


def _write_cache(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{time.monotonic_ns()}")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)


def _read(document: AbstractDocument) -> str:
    extension = document.file_extension.lower()
    if document.file.size > MAX_FILE_BYTES:
        raise ExtractionError(f"it has more than {MAX_FILE_BYTES >> 20} MB")
    if extension in {"txt", "csv"}:
        with document.open_file() as file:
            content: str = file.read(MAX_TEXT_LENGTH * 4).decode(errors="replace")
        return " ".join(content.split())[:MAX_TEXT_LENGTH].replace("\0", "")
    if extension == "pdf" or extension in FORMATS:
        with _on_disk(document) as file:
            return extract(file, extension)
    return ""


@contextmanager
def _on_disk(document: AbstractDocument) -> Iterator[IO[Any]]:
    """Open the document as a file that another process can read."""
    with document.open_file() as stored:
        try:
            path = document.file.path
        except NotImplementedError:  # an object store
            with tempfile.TemporaryFile() as copy:
                shutil.copyfileobj(stored, copy)
                copy.seek(0)
                yield copy
        else:
            with Path(path).open("rb") as file:
                yield file
