"""Reads and writes the uploaded files, in a folder or an object store."""

from collections.abc import Iterator
from typing import IO

from django.core.files.base import File
from django.core.files.storage import Storage, default_storage


def stored_names(storage: Storage = default_storage, folder: str = "") -> Iterator[str]:
    """Yield the name of every stored file, sorted within its folder."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever uploaded
        return
    prefix = f"{folder}/" if folder else ""
    yield from (prefix + name for name in sorted(files))
    for name in sorted(folders):
        yield from stored_names(storage, prefix + name)


def store(name: str, content: IO[bytes]) -> None:
    """Store a file under exactly this name; raises FileExistsError if it is taken."""
    saved = default_storage.save(name, File(content, name=name))
    if saved != name:
        default_storage.delete(saved)
        raise FileExistsError(name)
