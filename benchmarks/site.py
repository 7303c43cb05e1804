"""A site to measure: its pages, the production server, and wrk as the client."""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.search import documents, vocabulary
from tests.servers.ports import free_port

ROOT = Path(__file__).resolve().parents[1]
CONNECTIONS = 4
WARM, COLD = "cms.settings.demo", "benchmarks.cold"
SCRIPT = """
local lines, place = {}, 0
for line in io.lines(os.getenv("REQUESTS")) do lines[#lines + 1] = line end
request = function()
  place = place % #lines + 1
  local path, etag = lines[place]:match("^(%S+)%s*(.*)$")
  return wrk.format("GET", path, etag ~= "" and {["If-None-Match"] = etag} or nil)
end
init = function() math.randomseed(os.time()); place = math.random(#lines) end
done = function(summary, latency, requests)
  io.write(string.format("Measured: %d %d %f %f\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(95)))
end
"""
RANK = """
import time
from search.service.stored_related import SETTLING, rank_due_pages
time.sleep(SETTLING.total_seconds())
while rank_due_pages():
    pass
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Requests per second, and the milliseconds that one takes."""

    rate: float
    median: float
    p95: float


@dataclass(frozen=True, slots=True)
class Pages:
    """The paths of the measured site's pages, and questions about them."""

    paths: list[str]
    questions: list[str]


def collection(count: int, folder: Path | None) -> Iterator[dict[str, str]]:
    """Yield `count` documents: those of a judged collection, repeated, or made-up ones."""
    if folder is None:
        chance = random.Random(11)
        for document in documents(count, vocabulary(chance), chance):
            yield {"slug": f"d{document.id}", "title": document.title, "text": document.body}
        return
    lines = (folder / "documents.jsonl").read_text().splitlines()
    for number in range(count):
        document = json.loads(lines[number % len(lines)])
        text = document["text"] or "No text."
        title = (document["title"] or text)[:250]
        yield {"slug": f"d{number + 1}", "title": title, "text": text}


def questions(folder: Path | None) -> list[str]:
    """Return the questions of the judged collection, or rows of made-up words."""
    if folder is None:
        chance = random.Random(11)
        words = vocabulary(chance)[:3000]
        return [" ".join(chance.choices(words, k=2 + number % 4)) for number in range(225)]
    lines = (folder / "queries.jsonl").read_text().splitlines()
    return [json.loads(line)["text"] for line in lines]


def environment(folder: Path, settings: str, **variables: str) -> dict[str, str]:
    return (
        os.environ
        | variables
        | {
            "DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": settings,
            "RATE_LIMIT": "off",
            "DEMO_ADMIN_PASSWORD": "only for measuring",
        }
    )


def prepare(folder: Path, count: int, source: Path | None) -> Pages:
    """Make the demo and `count` more pages in a data folder; an existing one is reused."""
    paths_file = folder / f"pages-{count}.json"
    if not paths_file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        lines = [*collection(count, source)]
        (folder / "documents.jsonl").write_text("\n".join(map(json.dumps, lines)))
        manage(folder, "migrate", "-v0")
        manage(folder, "load_demo")
        manage(folder, "import_content", str(folder / "documents.jsonl"), "--under", "/")
        manage(folder, "collectstatic", "-v0", "--no-input")
        manage(folder, "search_worker", "--once")
        manage(folder, "shell", "-v0", "-c", RANK)
        paths_file.write_text(json.dumps([f"/{each['slug']}/" for each in lines]))
    return Pages(json.loads(paths_file.read_text()), questions(source))


def manage(folder: Path, *arguments: str, **variables: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    known = environment(folder, WARM, **variables)
    subprocess.run(command, cwd=ROOT, env=known, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def serving(
    folder: Path, settings: str = WARM, server: str = "", **variables: str
) -> Iterator[str]:
    """Serve the site as `make run SERVER=production` does, or with another command.

    {port} in the command is replaced by the port.
    """
    command = server.split() or [sys.executable, "-m", "cms.serve", "production"]
    with running(command, environment(folder, settings, **variables), "/healthz") as url:
        yield url


@contextmanager
def running(command: list[str], env: dict[str, str], probe: str) -> Iterator[str]:
    port = str(free_port())
    command = [part.replace("{port}", port) for part in command]
    process = subprocess.Popen(
        command, cwd=ROOT, env=env | {"PORT": port}, stdout=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            with suppress(OSError):
                urllib.request.urlopen(url + probe).close()
                break
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def measure(
    url: str, requests: list[str], seconds: int, connections: int = CONNECTIONS
) -> Measured:
    """Send the requests in turn; raise RuntimeError if a response is an error."""
    if shutil.which("wrk") is None:
        sys.exit("wrk is needed and was not found: install it (Debian has a package).")
    with tempfile.TemporaryDirectory() as folder:
        script, listed = Path(folder, "wrk.lua"), Path(folder, "requests")
        script.write_text(SCRIPT)
        listed.write_text("\n".join(requests))
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s"]
        command += ["-s", str(script), url]
        env = os.environ | {"REQUESTS": str(listed)}
        process = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    if "Non-2xx" in process.stdout:
        raise RuntimeError(process.stdout)
    match = re.search(r"Measured: (\d+) (\d+) ([\d.]+) ([\d.]+)", process.stdout)
    count, took, median, p95 = map(float, match.groups())
    return Measured(count / took * 1e6, median / 1000, p95 / 1000)


def tags(url: str, requests: list[str]) -> list[str]:
    """Return each request with the ETag of its response, for conditional requests."""
    tagged = []
    for request in requests:
        with urllib.request.urlopen(url + request) as answer:
            tagged.append(f"{request} {answer.headers.get('ETag', '')}")
    return tagged
