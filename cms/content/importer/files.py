"""Images and documents that come with a source: beside a Markdown file, or in a folder."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.base import File
from django.core.files.images import ImageFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.utils.file import hash_filelike

from cms.media.drawable import open_image


@dataclass(frozen=True, slots=True)
class Files:
    """Names are relative to `folder`; nothing outside `root` can be reached."""

    folder: Path
    root: Path
    base: str = ""
    """The address at which the folder was published, if it was."""

    def name_of(self, url: str) -> str | None:
        """The name of the file that was published at an address; None for other addresses."""
        try:
            asked, base = urlsplit(url), urlsplit(self.base)
        except ValueError:
            return None
        hosts = {part.netloc.removeprefix("www.") for part in (asked, base) if part.netloc}
        if not self.base or len(hosts) > 1 or not asked.path.startswith(base.path):
            return None
        return unquote(asked.path[len(base.path) :]) or None

    def check(self, kind: str, name: str) -> Path:
        """The file of that name; raises ValueError where it is not there or not of the kind."""
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
            _check_image(path, name)
        return path

    def store(self, kind: str, name: str, title: str) -> int:
        """The id of the image or document with this content, made if there is none."""
        path = self.check(kind, name)
        model = Image if kind == "image" else Document
        with path.open("rb") as content:
            known = model.objects.filter(file_hash=hash_filelike(content)).first()
            if known is None:
                file = (
                    ImageFile(content, path.name) if kind == "image" else File(content, path.name)
                )
                known = model(title=title or path.stem, file=file)
                known.file_size = path.stat().st_size
                known._set_file_hash()
                known.save()
        return int(known.pk)


def _check_image(path: Path, name: str) -> None:
    try:
        with path.open("rb") as content:
            open_image(content)
    except (OSError, ValueError) as error:
        raise ValueError(f"{name!r} is not an image that can be read.") from error
