"""Other spellings of a file's path, as raw request targets that must not be found."""

import unicodedata
from collections.abc import Iterator
from urllib.parse import quote


def spellings(path: str) -> Iterator[str]:
    """Yield request targets that a normaliser may resolve to `path` (`/media/images/a.jpg`)."""
    yield from (target for target in _spellings(path) if target != path)


def _spellings(path: str) -> Iterator[str]:
    room, folder, inner = path.lstrip("/").split("/", 2)
    name = inner.rpartition("/")[2]
    for up in ("..", "%2e%2e", ".%2E", "%252e%252e"):
        for slash in ("/", "%2f", "\\", "%5C", "%252F"):
            yield f"/{room}/images{slash}{up}{slash}{folder}{slash}{inner}"
    for up in ("..", "%2E%2e"):
        yield f"/{room}/{folder}/{up}/{folder}/{inner}"
        yield f"/{room}/{up}/{room}/{folder}/{inner}"
        yield f"/static/{up}/{room}/{folder}/{inner}"
    for here in ("./", "%2e/", ".%2f", "/", "%2f", "\\", "%5c", ".//", "%252e/"):
        yield f"/{room}/{folder}/{here}{inner}"
        yield f"/{room}/{here}{folder}/{inner}"
    for end in ("/", ".", "%2e", "%20", "%00", "/.", "/..", "%00.jpg", ";", "%3b", "::$DATA", "\\"):
        yield f"{path}{end}"
    yield path.replace(name, name.upper())
    yield path.replace(folder, folder.upper())
    yield path.replace(name, quote(unicodedata.normalize("NFD", "é" + name)))
    yield path.replace(name, quote("\u200b" + name))
    yield f"/{room}/%C0%AE%C0%AE/{folder}/{inner}"
    yield f"/{room}/%ff/{folder}/{inner}"
    yield "".join(f"%25{ord(each):02x}" if each == name[0] else each for each in path)


def broken_targets() -> Iterator[str]:
    """Yield targets below the file routes that name no file."""
    for room in ("media", "documents"):
        for end in ("", ".", "..", "%2e", "%00", "images", "images/", "1", "1/", "%ff", "\\", "~"):
            yield f"/{room}/{end}"
    yield "/documents/99999999999999999999999/a.pdf"
    yield "/documents/%D9%A1/a.pdf"
