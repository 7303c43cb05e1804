"""Images and documents of a source: next to a Markdown file, or in a folder of uploads."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import yaml
from django.conf import settings
from django.core.files.base import File
from django.core.files.images import ImageFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.utils.file import hash_filelike

from cms.media.drawable import open_image

DESCRIPTIONS = "descriptions.yaml"
MAX_LENGTH = 255  # characters of a description
CACHE_SIZE = 1024  # files; many pages show the same picture, and each is read several times


@dataclass(frozen=True, slots=True)
class Files:
    """Files by names relative to `folder`; nothing outside `root` can be reached."""

    folder: Path
    root: Path
    base: str = ""
    """The URL at which the folder was published; empty if it was not."""

    def name_of(self, url: str) -> str | None:
        """Return the name of the file published at `url`; None for other URLs."""
        try:
            parts, base = urlsplit(url), urlsplit(self.base)
        except ValueError:
            return None
        hosts = {each.netloc.removeprefix("www.") for each in (parts, base) if each.netloc}
        if not self.base or len(hosts) > 1 or not parts.path.startswith(base.path):
            return None
        return unquote(parts.path[len(base.path) :]) or None

    def check(self, kind: str, name: str) -> Path:
        """Return the path of a file; raises ValueError if it is missing or not of the kind.

        `kind` is `image` or `document`.
        """
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.root.resolve()) or not path.is_file():
            raise ValueError(f"there is no file {name!r} beside the text.")
        is_image = kind == "image"
        allowed = settings.WAGTAILIMAGES_EXTENSIONS if is_image else settings.WAGTAILDOCS_EXTENSIONS
        limit = (
            settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
            if is_image
            else settings.WAGTAILDOCS_MAX_UPLOAD_SIZE
        )
        if path.suffix.lstrip(".").lower() not in allowed:
            raise ValueError(f"{name!r} should be one of: {', '.join(allowed)}.")
        if path.stat().st_size > limit:
            raise ValueError(f"{name!r} is larger than {limit >> 20} MB.")
        if is_image:
            _check_image(path, _state(path), name)
            _descriptions(path.parent)
        return path

    def store(self, kind: str, name: str, title: str, description: str = "") -> int:
        """Return the id of the image or document with this content, creating it if needed.

        An image gets `description`, or that of its name in `descriptions.yaml` beside it.
        """
        path = self.check(kind, name)
        model = Image if kind == "image" else Document
        with path.open("rb") as content:
            existing = model.objects.filter(file_hash=hash_filelike(content)).first()
            if existing is None:
                file = (
                    ImageFile(content, path.name) if kind == "image" else File(content, path.name)
                )
                existing = model(title=title or path.stem, file=file)
                if isinstance(existing, Image):
                    existing.description = description or _descriptions(path.parent).get(
                        path.name, ""
                    )
                existing.file_size = path.stat().st_size
                existing._set_file_hash()
                existing.save()
        return int(existing.pk)


def _descriptions(folder: Path) -> Mapping[str, str]:
    """Return the descriptions of images in `descriptions.yaml` by file name.

    Raises ValueError for a file that is not such a list.
    """
    path = folder / DESCRIPTIONS
    return _read_descriptions(path, _state(path)) if path.is_file() else {}


def _state(path: Path) -> tuple[int, int]:
    """Return the time and size of a file, which change with its content."""
    status = path.stat()
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=CACHE_SIZE)
def _read_descriptions(path: Path, state: tuple[int, int]) -> Mapping[str, str]:
    try:
        read = yaml.safe_load(path.read_text())
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise ValueError(f"{DESCRIPTIONS} cannot be read: {error}.") from error
    if not isinstance(read, dict) or not all(isinstance(each, str) for each in read.values()):
        raise ValueError(f"{DESCRIPTIONS} should have lines like photo.jpg: A bridge at dusk.")
    if long := [name for name, text in read.items() if len(text) > MAX_LENGTH]:
        raise ValueError(f"{DESCRIPTIONS}: {long[0]} has more than {MAX_LENGTH} characters.")
    return {str(name): text for name, text in read.items()}


@lru_cache(maxsize=CACHE_SIZE)
def _check_image(path: Path, state: tuple[int, int], name: str) -> None:
    """Raise ValueError for a file that is no image; decoding it takes up to a tenth of a second."""
    try:
        with path.open("rb") as content:
            open_image(content)
    except (OSError, ValueError) as error:
        raise ValueError(f"{name!r} is not an image that can be read.") from error
