"""Lighthouse on the demo, in all four categories: a slow phone first, then a desktop.

Both are simulated, yet a busy machine still costs points, so the best of three runs counts. Aim: 95
in each, except SEO for search results, which are not indexed on purpose.
"""

from argparse import Namespace
from pathlib import Path

from tests.servers import lighthouse
from tests.servers.chromium import chromium
from tests.servers.front_end import has_node
from tests.servers.lighthouse import Audit
from tests.servers.site import running_site

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PATHS = (
    "/",
    "/what-we-do/",
    "/what-we-do/secretary-general/",
    "/how-asean-works/chairmanship/",
    "/th/what-we-do/",
    "/search/",
    "/search/?q=secretariat",
    "/search/?q=xyzzyx",
)
RUNS, ENOUGH = 3, 95


def main(options: Namespace, folder: Path) -> None:
    if not has_node() or chromium() is None:
        print("npm and Chromium are needed and were not found.")
        return
    site_folder = folder / "lighthouse-site"
    site_folder.mkdir(parents=True, exist_ok=True)
    work = lighthouse.install(folder)
    with running_site(site_folder) as site:
        for device in ("phone", "desktop"):
            for path in PATHS:
                audit = best(work, site.url, path, desktop=device == "desktop")
                scores = " ".join(f"{audit.scores[name]:>3}" for name in CATEGORIES)
                size = f"{audit.weight / 1000:.1f} kB"
                print(f"  {device:<8} {path:<32} {scores}  {audit.paint:>5.0f} ms  {size}")


def best(work: Path, base: str, path: str, *, desktop: bool) -> Audit:
    """Return the run with the best performance; run again only if it is below the aim."""
    runs: list[Audit] = []
    while len(runs) < RUNS and not any(run.scores["performance"] >= ENOUGH for run in runs):
        runs += lighthouse.audit(work, base, [path], CATEGORIES, desktop=desktop)
    return max(runs, key=lambda run: run.scores["performance"])
