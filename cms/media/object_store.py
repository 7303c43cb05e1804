"""The storage of uploaded files in an S3-compatible store, which only the site accesses."""

import functools
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.storage import storages
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from cms.health.outage import OutageError

MISSING = frozenset({"404", "NoSuchKey"})
PROBE = ".access-check"


class StoreUnavailableError(OutageError):
    """The store does not answer, or refuses the credentials."""


def _with_store_errors[**P, R](call: Callable[P, R]) -> Callable[P, R]:
    """Wrap `call` to raise this module's errors instead of those of the client library."""

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
    """A private bucket; the URLs of files lead to the site, which decides who may see them.

    Methods raise StoreUnavailableError if the store cannot be reached, and FileNotFoundError for a
    missing file.
    """

    _save = _with_store_errors(S3Storage._save)
    delete = _with_store_errors(S3Storage.delete)
    exists = _with_store_errors(S3Storage.exists)
    listdir = _with_store_errors(S3Storage.listdir)
    size = _with_store_errors(S3Storage.size)
    get_modified_time = _with_store_errors(S3Storage.get_modified_time)

    @_with_store_errors
    def _open(self, name: str, mode: str = "rb") -> Any:
        """Return the file with its content loaded, so that later reads do not need the store."""
        opened = super()._open(name, mode)
        if "r" in mode:
            opened.open()
        return opened

    def url(self, name: str | None, *args: Any, **options: Any) -> str:
        """Return the URL of the file on the site, never in the store."""
        return str(settings.MEDIA_URL) + filepath_to_uri(name or "").lstrip("/")


def check_media_store() -> None:
    """Raise StoreUnavailableError unless the configured bucket can be read and written.

    Processes that start together write the same empty object, and one may delete it before
    another does.
    """
    storage: Any = storages["default"]
    client = storage.connection.meta.client
    probe = {"Bucket": storage.bucket_name, "Key": storage._normalize_name(PROBE)}
    try:
        _with_store_errors(client.head_bucket)(Bucket=storage.bucket_name)
    except FileNotFoundError as error:
        raise StoreUnavailableError("The media store has no such bucket") from error
    _with_store_errors(client.put_object)(**probe, Body=b"")
    with suppress(FileNotFoundError):
        _with_store_errors(client.get_object)(**probe)
    _with_store_errors(client.delete_object)(**probe)
