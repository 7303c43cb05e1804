"""Sites of many pages, on SQLite with the embedded engine: what they cost to make and to use.

Prints the time, the processor time and the peak memory of each command, the size of the database
and of the index, and the processor time of each surface (`benchmarks.surfaces`). `--pages`,
repeatable, sets the number of pages; `--plot` names an SVG file for the surfaces at each size.
"""

import json
import os
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from benchmarks.plots.bars import bar_chart
from benchmarks.site import COLD, ROOT, WARM, collection, environment, manage

PAGES = 10_000
COMMANDS = {
    "import": ("import_content", "{documents}", "--under", "/"),
    "documents and index": ("prepare",),
    "check": ("search_check",),
    "rebuild": ("search_rebuild",),
}


def timed(folder: Path, *arguments: str) -> tuple[float, float, int]:
    """Run a management command; return its seconds, those of the processor, and its peak MB."""
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
    seconds = time.perf_counter() - begun
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def size(path: Path) -> int:
    """Return the MB of a file or of all files in a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(each.stat().st_size for each in files if each.is_file()) // 1_000_000


def main(options: Namespace, folder: Path) -> None:
    milliseconds: dict[str, dict[str, float]] = {}
    for count in options.pages or [PAGES]:
        print(f"{count:,} pages", flush=True)
        site = folder / f"scale-{count}"
        fill(site, count, options)
        for surface, p50 in measured_surfaces(site):
            milliseconds.setdefault(surface, {})[f"{count:,} pages"] = p50
    if options.plot:
        title = "Processor time of a request (p50), nothing cached"
        options.plot.write_text(bar_chart(title, "ms", milliseconds))


def fill(folder: Path, count: int, options: Namespace) -> None:
    """Make a site with `count` pages; print what each command and the site take."""
    folder.mkdir(parents=True, exist_ok=True)
    documents = folder / "documents.jsonl"
    lines = collection(count, options.collection)
    documents.write_text("\n".join(map(json.dumps, lines)))
    manage(folder, "migrate", "-v0")
    manage(folder, "load_demo")
    manage(folder, "collectstatic", "-v0", "--no-input")
    for name, command in COMMANDS.items():
        arguments = (each.format(documents=documents) for each in command)
        seconds, processor, memory = timed(folder, *arguments)
        print(
            f"{name}: {seconds:.0f} s, {processor:.0f} s of processor time,"
            f" {count / seconds:,.0f} pages/s, {memory} MB",
            flush=True,
        )
    for path in (*folder.glob("*.sqlite3"), folder / "index"):
        print(f"{path.name}: {size(path)} MB")


def measured_surfaces(folder: Path) -> Iterator[tuple[str, float]]:
    """Yield the p50 of each surface in milliseconds."""
    command = [sys.executable, "-m", "benchmarks.surfaces"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(folder, COLD), stdout=subprocess.PIPE, text=True
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            surface = json.loads(line)
            if "p50" in surface:
                yield surface["surface"], surface["p50"]
    if process.returncode:
        raise RuntimeError(f"The surfaces ended with {process.returncode}.")
