"""Files from Maven Central, kept in the user's cache."""

import contextlib
import hashlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path


class UnavailableError(Exception):
    """This machine lacks what is needed; the message says what."""


def unpacked(artifact: str, sha256: str = "") -> Path:
    """Return the folder of an unpacked artifact, `group:name:version:type`, fetched once.

    Raises UnavailableError if it cannot be fetched, and ValueError if its digest is another one.
    """
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "what-we-do" / "-".join(artifact.split(":")[1:3])
    if folder.exists():
        return folder
    if not shutil.which("mvn"):
        raise UnavailableError(f"{artifact} is fetched with Maven (apt-get install maven).")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        command = ["mvn", "-q", "dependency:copy", f"-Dartifact={artifact}"]
        done = subprocess.run(
            [*command, f"-DoutputDirectory={place}"], capture_output=True, text=True
        )
        archives = [*Path(place).iterdir()]
        if done.returncode or not archives:
            raise UnavailableError(f"Maven could not fetch {artifact}: {done.stdout[-300:]}")
        digest = hashlib.sha256(archives[0].read_bytes()).hexdigest()
        if sha256 and digest != sha256:
            raise ValueError(f"{artifact} has the digest {digest}, not {sha256}.")
        with zipfile.ZipFile(archives[0]) as archive:
            archive.extractall(Path(place) / "content")
        with contextlib.suppress(OSError):  # another run was faster
            (Path(place) / "content").rename(folder)
    return folder
