"""Stored files and the responses that send them.

Access is checked before, in `cms.media.access`. A `StoredFileResponse` names the path of the file
if it is on a disk, so that a server can send it without reading it in Python.
"""

import mimetypes
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.storage import Storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

# Seconds. Browsers keep an image that they have shown; shared caches revalidate after a minute,
# because an image is withheld together with the last public page that shows it.
PUBLIC_IMAGE = "public, max-age=86400, s-maxage=60"
PUBLIC_DOCUMENT = "public, no-cache"
PRIVATE_FILE = "private, no-store"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file, identified by its exact name in a storage."""

    storage: Storage
    name: str
    version: str = ""
    """A digest of the content, if known; otherwise the ETag is made of size and time."""

    @property
    def size(self) -> int:
        """Return the size in bytes; raises OSError if the file is missing."""
        return int(self.storage.size(self.name))

    @property
    def modified(self) -> datetime:
        return self.storage.get_modified_time(self.name)

    @property
    def etag(self) -> str:
        tag = self.version or f"{int(self.modified.timestamp() * 1000):x}-{self.size:x}"
        return f'"{tag}"'

    @property
    def content_type(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @property
    def path(self) -> Path | None:
        """Return the path of the file on a disk; None in an object store."""
        try:
            return Path(self.storage.path(self.name))
        except NotImplementedError:
            return None


class StoredFileResponse(FileResponse):
    """A response with a whole stored file; a server may send `stored.path` itself."""

    def __init__(self, stored: StoredFile, **options: Any) -> None:
        self.stored = stored
        super().__init__(stored.storage.open(stored.name, "rb"), **options)
        self["Content-Length"] = stored.size


def file_response(
    request: HttpRequest, stored: StoredFile, cache_control: str, **options: Any
) -> HttpResponseBase:
    """Return the file, or 304 if the client has it; raises Http404 if the file is missing.

    `options` are those of Django's `FileResponse`.
    """
    try:
        etag, modified = stored.etag, int(stored.modified.timestamp())
        response: HttpResponseBase | None = None
        if not cache_control.startswith("private"):
            response = get_conditional_response(request, etag=etag, last_modified=modified)
        if response is None:
            options.setdefault("content_type", stored.content_type)
            response = StoredFileResponse(stored, **options)
    except OSError as error:
        raise Http404 from error
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified)
    response["Cache-Control"] = cache_control
    response["X-Content-Type-Options"] = "nosniff"
    return response
