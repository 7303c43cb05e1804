"""The Nu HTML checker, from the npm registry, kept in the user's cache."""

import json
import os
import shutil
import subprocess
from pathlib import Path

VERSION = "26.9.27"


def cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "what-we-do" / f"vnu-{VERSION}"


def checker() -> Path | None:
    """The checker's jar, fetched if need be; None without npm or Java."""
    jar = cache() / "node_modules/vnu-jar/build/dist/vnu.jar"
    if not shutil.which("java"):
        return None
    if not jar.exists() and shutil.which("npm"):
        cache().mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--silent", "--ignore-scripts", f"vnu-jar@{VERSION}"]
        subprocess.run([*command, "--prefix", cache()], check=False, capture_output=True)
    return jar if jar.exists() else None


def errors(jar: Path, *files: Path) -> list[str]:
    """Return the errors in these HTML files, without CSS newer than the checker."""
    command = ["java", "-jar", jar, "--format", "json", "--errors-only", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr or '{"messages": []}')["messages"]
    return [f"{Path(each['url']).name}: {each['message']}" for each in messages]
