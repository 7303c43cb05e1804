"""An S3-compatible store of the tests' own, which checks signatures as Amazon's does."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from tests.servers.ports import free_port
from tests.servers.site import ROOT

KEY, SECRET, BUCKET = "tests", "a secret for tests only", "media"


@dataclass(frozen=True)
class ObjectStore:
    """A running store: where it listens, its files on the disk, and how to stop and start it."""

    address: str
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """The value of MEDIA_URL_STORE."""
        return f"s3://{BUCKET}/site?endpoint={self.address}&region=us-east-1"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "MEDIA_URL_STORE": self.url,
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
        }


def program() -> str | None:
    return shutil.which("versitygw", path=f"{ROOT / 'var' / 'bin'}{os.pathsep}{os.environ['PATH']}")


@contextlib.contextmanager
def object_store() -> Iterator[ObjectStore]:
    """Yield a store with an empty bucket; raises LookupError where versitygw is not installed."""
    folder = Path(tempfile.mkdtemp(prefix="cms-objects-"))
    try:
        with _gateway(folder) as store:
            _wait_for(lambda client: client.create_bucket(Bucket=BUCKET), store)
            yield store
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def read_only(store: ObjectStore) -> Iterator[ObjectStore]:
    """Yield a second access to a store, which refuses to write."""
    with _gateway(store.folder, "--readonly") as other:
        _wait_for(lambda client: client.head_bucket(Bucket=BUCKET), other)
        yield other


@contextlib.contextmanager
def _gateway(folder: Path, *options: str) -> Iterator[ObjectStore]:
    executable = program()
    if executable is None:
        raise LookupError("versitygw is not installed.")
    port = free_port()
    command = [executable, "--port", f"127.0.0.1:{port}", "--access", KEY, "--secret", SECRET]
    process = subprocess.Popen(
        [*command, "--quiet", *options, "posix", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield ObjectStore(f"http://127.0.0.1:{port}", folder, process)
    finally:
        process.kill()
        process.wait(timeout=10)


def _wait_for(request: Callable[[Any], object], store: ObjectStore) -> None:
    """Send a request until the store answers it."""
    client = boto3.client(
        "s3",
        endpoint_url=store.address,
        region_name="us-east-1",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        config=Config(connect_timeout=1, retries={"total_max_attempts": 1}),
    )
    for _ in range(100):
        with contextlib.suppress(BotoCoreError, ClientError):
            request(client)
            return
        time.sleep(0.1)
    raise RuntimeError("The object store did not start.")
