"""The program that reads one file: `python extractor.py EXTENSION < FILE`.

Writes the file's text to standard output, in UTF-8. Exits with status 1 and one line on
standard error for a file that it cannot read. It knows no Django, limits itself before it reads
anything, and is killed by its parent after some seconds (`search.indexing.attachments.process`).
"""

import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

MAX_TEXT_LENGTH = 200_000  # characters kept of one document
SOFT_SECONDS = 6.0  # between two pages or parts: stop, and keep the text read so far
CPU_SECONDS = 8
MEMORY = 768 * 1024 * 1024  # bytes of address space
OUTPUT = 4 * MAX_TEXT_LENGTH + 1024  # bytes
PDF_PAGES = 5_000


def limit() -> None:
    """Give this process limits of time, memory and output that it cannot raise again."""
    for resource_kind, maximum in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(resource_kind, (maximum, maximum))


def pieces(file: IO[bytes], extension: str) -> Iterator[str]:
    """Yield the text of a file, page by page or part by part."""
    if extension == "pdf":
        yield from _pdf(file)
    else:
        from search.indexing.attachments.office import office_text

        yield from office_text(file, extension)


def _pdf(file: IO[bytes]) -> Iterator[str]:
    from pypdf import PdfReader

    for number, page in enumerate(PdfReader(file).pages):
        if number >= PDF_PAGES:
            return
        yield page.extract_text()
        yield "\n"


def joined(pieces: Iterator[str]) -> str:
    """Return at most `MAX_TEXT_LENGTH` characters, without white space at the ends of lines."""
    end = time.monotonic() + SOFT_SECONDS
    parts: list[str] = []
    length = 0
    for piece in pieces:
        parts.append(piece)
        length += len(piece)
        if length > MAX_TEXT_LENGTH or time.monotonic() > end:
            break
    lines = (" ".join(line.split()) for line in "".join(parts).splitlines())
    return "\n".join(filter(None, lines))[:MAX_TEXT_LENGTH].replace("\0", "")


def main(extension: str) -> None:
    limit()
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    try:
        text = joined(pieces(sys.stdin.buffer, extension))
    except MemoryError:
        sys.exit(f"it needs more than {MEMORY >> 20} MB of memory")
    except Exception as error:  # readers raise errors of all kinds for broken files
        sys.exit(f"{type(error).__name__}: {error}"[:300])
    sys.stdout.buffer.write(text.encode(errors="ignore"))


if __name__ == "__main__":
    main(sys.argv[1])
