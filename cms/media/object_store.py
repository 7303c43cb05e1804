"""Uploaded files in an S3-compatible store, reached by the site only."""

import functools
from collections.abc import Callable
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.storage import storages
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from cms.health.outage import OutageError

MISSING = frozenset({"404", "NoSuchKey"})


class StoreUnavailableError(OutageError):
    """The store does not answer, or refuses the credentials."""


def _translated[**P, R](call: Callable[P, R]) -> Callable[P, R]:
    """Return `call` with this module's errors instead of those of the client library."""

    @functools.wraps(call)
    def translated(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return call(*args, **kwargs)
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "unknown")
            if code in MISSING:
                raise FileNotFoundError("The media store has no such file") from error
            raise StoreUnavailableError(f"The media store refuses a request: {code}") from error
        except (BotoCoreError, Boto3Error) as error:
            raise StoreUnavailableError("The media store does not answer") from error

    return translated


class ObjectStorage(S3Storage):
    """A bucket that is private: addresses lead to the site, which decides who may see a file.

    Calls raise StoreUnavailableError when the store cannot be reached, and FileNotFoundError
    for a file that it lacks.
    """

    _save = _translated(S3Storage._save)
    delete = _translated(S3Storage.delete)
    exists = _translated(S3Storage.exists)
    listdir = _translated(S3Storage.listdir)
    size = _translated(S3Storage.size)
    get_modified_time = _translated(S3Storage.get_modified_time)

    @_translated
    def _open(self, name: str, mode: str = "rb") -> Any:
        """Return the file; it is read here, so that later reads need no store."""
        opened = super()._open(name, mode)
        if "r" in mode:
            opened.open()
        return opened

    def url(self, name: str | None, *args: Any, **options: Any) -> str:
        """Return the site's address of the file, never the store's."""
        return str(settings.MEDIA_URL) + filepath_to_uri(name or "").lstrip("/")


def check_media_store() -> None:
    """Raise StoreUnavailableError unless the bucket of the settings may be used."""
    storage: Any = storages["default"]
    try:
        _translated(storage.connection.meta.client.head_bucket)(Bucket=storage.bucket_name)
    except FileNotFoundError as error:
        raise StoreUnavailableError("The media store has no such bucket") from error
