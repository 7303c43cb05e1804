"""The delivery API beside a stock Wagtail: python -m benchmarks.delivery COLLECTION [--stock DIR]

COLLECTION is a judged collection (its documents become pages), DIR what `stock_wagtail.sh` made
of the same. Needs wrk. Every measurement asks for many different pages in turn. Reach, in
requests a second: page by path warm ≥ 10 × v3's detail and ≥ half of a bare Django view, cold
≥ 2 ×; a list of 20 whole pages ≥ 5 × v3's list of stubs; 304 ≥ .8 of the bare view.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.servers.site import free_port

ROOT = Path(__file__).resolve().parents[1]
API = "/api/delivery/v1"
WARMING = 30  # seconds
WARMING_UP = 5
SCRIPT = """
local lines, place = {}, 0
for line in io.lines(os.getenv("REQUESTS")) do lines[#lines + 1] = line end
request = function()
  place = place % #lines + 1
  local path, etag = lines[place]:match("^(%S+)%s*(.*)$")
  return wrk.format("GET", path, etag ~= "" and {["If-None-Match"] = etag} or nil)
end
init = function() math.randomseed(os.time()); place = math.random(#lines) end
"""


def environment(folder: Path, settings: str) -> dict[str, str]:
    return os.environ | {
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": settings,
        "RATE_LIMIT": "off",
        "DEMO_ADMIN_PASSWORD": "only for measuring",
    }


def load(folder: Path, collection: Path) -> list[str]:
    """The demo and the collection's documents as pages; gives the latter's paths."""

    def manage(*arguments: str) -> None:
        command = [sys.executable, "manage.py", *arguments]
        known = environment(folder, "cms.settings.demo")
        subprocess.run(command, cwd=ROOT, env=known, check=True, stdout=subprocess.DEVNULL)

    lines, paths = [], []
    for line in (collection / "documents.jsonl").read_text().splitlines():
        document = json.loads(line)
        slug, text = f"d{document['id'].lower()}", document["text"]
        title = (document["title"] or text[:80] or slug)[:250]
        lines.append(json.dumps({"slug": slug, "title": title, "text": text or title}))
        paths.append(f"/{slug}/")
    source = folder / "documents.jsonl"
    source.write_text("\n".join(lines))
    manage("migrate", "-v0")
    manage("load_demo")
    manage("import_content", str(source), "--under", "/")
    manage("collectstatic", "-v0", "--no-input")
    manage("search_worker", "--once")
    return paths


@contextmanager
def serving(command: list[str], known: dict[str, str], port: int, probe: str) -> Iterator[str]:
    process = subprocess.Popen(command, cwd=ROOT, env=known | {"PORT": str(port)})
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


def rate(url: str, requests: list[str], seconds: int) -> float:
    """Requests a second of four connections; raises where an answer is an error."""
    with tempfile.TemporaryDirectory() as folder:
        script, listed = Path(folder, "wrk.lua"), Path(folder, "requests")
        script.write_text(SCRIPT)
        listed.write_text("\n".join(requests))
        command = ["wrk", "-t1", "-c4", f"-d{seconds}s", "-s", str(script), url]
        known = os.environ | {"REQUESTS": str(listed)}
        done = subprocess.run(command, env=known, capture_output=True, text=True, check=True)
    if "Non-2xx" in done.stdout:
        raise RuntimeError(done.stdout)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])


def asked(url: str, requests: list[str]) -> list[str]:
    """Asks for each once; gives each with its ETag."""
    tags = []
    for request in requests:
        with urllib.request.urlopen(url + request) as answer:
            tags.append(f"{request} {answer.headers.get('ETag', '')}")
    return tags


def ours(folder: Path, paths: list[str], seconds: int, server: list[str]) -> dict[str, float]:
    pages = [f"{API}/page/?path={path}" for path in paths]
    lists = [f"{API}/pages/?fields=*&limit=20&sort={sort}" for sort in ("path", "title", "-path")]
    found = {}
    for settings in ("benchmarks.cold", "cms.settings.demo"):
        port = free_port()
        command = [part.replace("{port}", str(port)) for part in server]
        known = environment(folder, settings)
        with serving(command, known, port, "/healthz") as url:
            if settings == "benchmarks.cold":
                rate(url, ["/healthz", pages[0]], WARMING_UP)  # imports and schemas, not pages
                found["page by path, cold"] = rate(url, pages, seconds)
                found["list of 20 whole pages, cold"] = rate(url, lists, seconds)
                continue
            conditional = asked(url, pages)
            rate(url, [*pages, *lists], WARMING)  # so that every process has seen every page
            found["page by path, warm"] = rate(url, pages, seconds)
            found["page by path, 304"] = rate(url, conditional, seconds)
            found["list of 20 whole pages, warm"] = rate(url, lists, seconds)
            found["our own bare view"] = rate(url, ["/healthz"], seconds)
    return found


def stock(folder: Path, seconds: int) -> dict[str, float]:
    port = free_port()
    with serving([str(folder / "serve"), str(port)], dict(os.environ), port, "/hello/") as url:
        ids = []
        for offset in range(0, 1400, 100):
            with urllib.request.urlopen(f"{url}/api/v3/pages/?limit=100&offset={offset}") as part:
                ids += [each["id"] for each in json.load(part)["items"]]
        details = [f"/api/v3/pages/{each}/" for each in ids]
        return {
            "v3 detail": rate(url, details, seconds),
            "v3 list of 20 stubs": rate(url, ["/api/v3/pages/?limit=20"], seconds),
            "bare Django view": rate(url, ["/hello/"], seconds),
        }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("collection", type=Path)
    arguments.add_argument("--stock", type=Path)
    arguments.add_argument("--seconds", type=int, default=8)
    arguments.add_argument("--data", type=Path, help="Kept and used again.")
    arguments.add_argument(
        "--server",
        help="Another command than the production server's; {port} stands for the port.",
    )
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="cms-bench-") as temporary:
        folder = options.data or Path(temporary)
        made = folder / "paths.json"
        if not made.exists():
            folder.mkdir(parents=True, exist_ok=True)
            made.write_text(json.dumps(load(folder, options.collection)))
        server = options.server.split() if options.server else production_server(folder)
        found = ours(folder, json.loads(made.read_text()), options.seconds, server)
        if options.stock:
            found |= stock(options.stock, options.seconds)
    for name, value in found.items():
        print(f"{name:40} {value:10.0f} requests/s", flush=True)


def production_server(folder: Path) -> list[str]:
    os.environ.update(environment(folder, "cms.settings.demo"))
    import django

    django.setup()
    from cms.serve import production_command

    return [part.replace("8765", "{port}") for part in production_command("production", 8765)]


if __name__ == "__main__":
    main()
