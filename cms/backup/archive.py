"""The archive of a backup: a tar file that ends with a manifest of its members."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from cms.backup.errors import BackupError

MANIFEST = "manifest.json"
FORMAT = 1
BLOCK = 1024 * 1024  # bytes


class Writer:
    """Writes members to an archive, which is complete once `finish` has added the manifest."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._tar = tarfile.open(fileobj=stream, mode="w")  # noqa: SIM115 closed by finish
        self._digests: dict[str, str] = {}

    def add(self, name: str, content: IO[bytes], size: int) -> None:
        """Add `size` bytes of `content`; raise BackupError if there are fewer.

        Raises OSError if the archive cannot be written.
        """
        member = tarfile.TarInfo(name)
        member.size = size
        reader = _HashingReader(content)
        try:
            self._tar.addfile(member, cast("IO[bytes]", reader))
        except OSError as error:
            if error.errno is not None:
                raise
            raise BackupError(f"{name} changed while it was read; run the backup again.") from error
        self._digests[name] = reader.digest

    def finish(self, about: dict[str, Any]) -> None:
        """Add the manifest: `about`, and the SHA-256 of each member."""
        manifest = {"format": FORMAT, **about, "sha256": self._digests}
        content = json.dumps(manifest, indent=1).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size = len(content)
        self._tar.addfile(member, io.BytesIO(content))
        self._tar.close()


class _HashingReader:
    """A file whose SHA-256 is computed while it is read."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self._hash = hashlib.sha256()

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def read(self, size: int = -1) -> bytes:
        block = self._content.read(size)
        self._hash.update(block)
        return block


class Archive:
    """A backup whose completeness and checksums have been verified."""

    def __init__(self, path: Path) -> None:
        """Read the whole archive once; raise BackupError if anything is missing or changed."""
        self._path = path
        checksums: dict[str, str] = {}
        manifest: dict[str, Any] = {}
        with _reading(path):
            for name, content, _ in self._members():
                if name == MANIFEST:
                    manifest = json.load(content)
                else:
                    checksums[name] = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
        if not manifest:
            raise BackupError(f"{path.name} is incomplete: it has no {MANIFEST} at its end.")
        if manifest.get("format") != FORMAT:
            raise BackupError(f"{path.name} does not have format {FORMAT}.")
        expected: dict[str, str] = manifest["sha256"]
        if differing := sorted(dict(expected.items() ^ checksums.items())):
            raise BackupError(f"{path.name} is damaged: {differing[0]} differs.")
        self.about = manifest

    def __len__(self) -> int:
        """Return the number of members besides the manifest."""
        return len(self.about["sha256"])

    def members(self) -> Iterator[tuple[str, IO[bytes], int]]:
        """Yield the name, content and size of each member, the database first."""
        return (member for member in self._members() if member[0] != MANIFEST)

    def _members(self) -> Iterator[tuple[str, IO[bytes], int]]:
        with tarfile.open(self._path, mode="r:") as tar:
            for member in tar:
                content = tar.extractfile(member)
                if content is None or not _is_plain(member.name):
                    raise BackupError(f"{self._path.name} is not a backup of this site.")
                yield member.name, content, member.size


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Raise BackupError if the block fails to read the archive at `path`."""
    try:
        yield
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise BackupError(f"{path.name} is incomplete or not a backup: {error}.") from error
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror or error}.") from error


def _is_plain(name: str) -> bool:
    return not PurePosixPath(name).is_absolute() and ".." not in name.split("/")
