"""The embedded engine's generations: folders, and the files `live` and `previous` that name two."""

import os
import shutil
import time
from pathlib import Path

from search.engines.embedded.generation import EmbeddedGeneration
from search.engines.embedded.linking import link_index
from search.engines.protocol import Generation, IndexDamagedError
from search.fields import search_fields

FORMAT = "9"
"""Part of every name, with the fields: an index of another schema is not opened, but rebuilt."""
LIVE, PREVIOUS = "live", "previous"


def opened(path: Path) -> EmbeddedGeneration:
    """Open a generation; raises IndexDamagedError where tantivy panics over damaged files."""
    try:
        return EmbeddedGeneration(path)
    except BaseException as error:
        damaged = isinstance(error, OSError | ValueError)
        if damaged or type(error).__name__ == "PanicException":
            raise IndexDamagedError(f"The index {path.name} is damaged.") from error
        raise


def _format() -> str:
    return f"{FORMAT}.{search_fields().fingerprint}"


class Store:
    """The indexes in one folder; many processes may read, one at a time may build and swap."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: dict[str, EmbeddedGeneration] = {}
        self._names: dict[str, tuple[tuple[int, int], str]] = {}

    def live(self) -> EmbeddedGeneration | None:
        return self._named(LIVE)

    def begin(self, source: Path | None = None) -> EmbeddedGeneration:
        """Create a generation: empty, or a copy of the one in the folder `source`."""
        name = f"{_format()}-{time.time_ns():x}-{os.getpid()}"
        if source:
            link_index(source, self.folder / name)
        self._open[name] = EmbeddedGeneration(self.folder / name)
        return self._open[name]

    def swap(self, generation: Generation) -> None:
        before = self._read(LIVE)
        if before and before != generation.name:
            self._write(PREVIOUS, before)
        self._write(LIVE, generation.name)

    def roll_back(self) -> EmbeddedGeneration:
        generation = self._named(PREVIOUS)
        if generation is None:
            raise LookupError("There is no index to go back to.")
        self.swap(generation)
        return generation

    def tidy(self) -> list[str]:
        in_use = {self._read(LIVE), self._read(PREVIOUS)}
        orphans = [
            path for path in self.folder.glob("*-*") if path.is_dir() and path.name not in in_use
        ]
        for path in orphans:
            self._open.pop(path.name, None)
            shutil.rmtree(path, ignore_errors=True)
        return sorted(path.name for path in orphans)

    def discard(self) -> None:
        """Remove all generations, the live one included."""
        for generation in self._open.values():
            generation.close()
        self._open.clear()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _named(self, role: str) -> EmbeddedGeneration | None:
        name = self._read(role)
        if not name or not name.startswith(f"{_format()}-") or not (self.folder / name).is_dir():
            return None
        if name not in self._open:
            self._open[name] = opened(self.folder / name)
        return self._open[name]

    def _read(self, role: str) -> str | None:
        """Return the name of the generation in this role, read again only from another file."""
        path = f"{self.folder}/{role}"
        try:
            file = os.stat(path)  # noqa: PTH116 Path(path) is costly
            written = file.st_mtime_ns, file.st_ino
            known = self._names.get(role)
            if known and known[0] == written:
                return known[1]
            name = Path(path).read_text()
        except FileNotFoundError:
            return None
        self._names[role] = written, name
        return name

    def _write(self, role: str, name: str) -> None:
        """Write a name atomically: readers get the old or the new one."""
        draft = self.folder / f".{role}-{os.getpid()}"
        draft.write_text(name)
        draft.replace(self.folder / role)
