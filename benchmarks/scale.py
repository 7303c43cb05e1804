"""A site of many pages, on SQLite with the embedded engine: what it costs to make and to use.

Prints the time and the peak memory of each command, the size of the database and of the index, and
the time of each surface (`benchmarks.surfaces`). `--pages` sets the number of pages.
"""

import json
import os
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path

from benchmarks.site import COLD, ROOT, WARM, collection, environment, manage

COMMANDS = {
    "import": ("import_content", "{documents}", "--under", "/"),
    "documents and index": ("search_worker", "--once"),
    "check": ("search_check",),
    "rebuild": ("search_rebuild",),
}


def timed(folder: Path, *arguments: str) -> tuple[float, int]:
    """Run a management command; return its seconds and its peak memory in MB."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(folder, WARM),
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{arguments[0]} ended with {os.waitstatus_to_exitcode(status)}.")
    return time.perf_counter() - begun, usage.ru_maxrss // 1024


def size(path: Path) -> int:
    """Return the MB of a file or of all files in a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(each.stat().st_size for each in files if each.is_file()) // 1_000_000


def main(options: Namespace, folder: Path) -> None:
    folder = folder / f"scale-{options.pages}"
    folder.mkdir(parents=True, exist_ok=True)
    documents = folder / "documents.jsonl"
    lines = collection(options.pages, options.collection)
    documents.write_text("\n".join(map(json.dumps, lines)))
    manage(folder, "migrate", "-v0")
    manage(folder, "load_demo")
    manage(folder, "collectstatic", "-v0", "--no-input")
    for name, command in COMMANDS.items():
        arguments = (each.format(documents=documents) for each in command)
        seconds, memory = timed(folder, *arguments)
        rate = options.pages / seconds
        print(f"{name}: {seconds:.0f} s, {rate:,.0f} pages/s, {memory} MB", flush=True)
    for path in (*folder.glob("*.sqlite3"), folder / "index"):
        print(f"{path.name}: {size(path)} MB")
    subprocess.run(
        [sys.executable, "-m", "benchmarks.surfaces"],
        cwd=ROOT, env=environment(folder, COLD), check=True,
    )  # fmt: skip
