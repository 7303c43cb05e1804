"""`make scan`: wapiti over the demo behind its production server, for two minutes.

uv makes an environment for wapiti alone. Exit code 1 on a finding of severity medium or
above, 2 where wapiti could not work.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.servers.site import running_site

WAPITI = "wapiti3==3.2.3"
PYTHON = ">=3.11,<3.13"  # for newer ones not all that it needs is built
MODULES = (
    "backup,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,"
    "permanentxss,redirect,sql,ssrf,upload,xss"
)
# Seconds, links and depth: the demo's page types and forms, not each of its pages.
BOUNDS = (
    *("--max-scan-time", "60", "--max-attack-time", "8", "--tasks", "4"),
    *("--max-links-per-page", "20", "--max-files-per-dir", "12", "--depth", "3"),
)
MEDIUM = 2


def scan(url: str, folder: Path) -> dict[str, Any]:
    """Return wapiti's report; raises RuntimeError where it saw no page."""
    report = folder / "report.json"
    uv = os.environ.get("UV", "uv")
    tool = [uv, "tool", "run", "--python", PYTHON, "--from", WAPITI, "wapiti"]
    options = ["--scope", "folder", "--no-bugreport", "--store-session", str(folder), "-v", "0"]
    output = ["--format", "json", "--output", str(report), "--module", MODULES]
    subprocess.run(
        [*tool, "--url", f"{url}/", *options, *BOUNDS, *output], check=True, stdout=sys.stderr
    )
    results: dict[str, Any] = json.loads(report.read_text())
    if not results["infos"]["crawled_pages_nbr"]:
        raise RuntimeError("wapiti saw no page.")
    return results


def findings(report: dict[str, Any]) -> list[str]:
    """Return a line for each finding of severity medium or above."""
    return [
        f"{kind}: {each['method']} {each['path']}: {each['info']}"
        for kind, issues in (report["vulnerabilities"] | report["anomalies"]).items()
        for each in issues
        if each["level"] >= MEDIUM
    ]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "site"
        data.mkdir()
        with running_site(data) as site:
            try:
                report = scan(site.url, Path(folder))
            except (OSError, subprocess.CalledProcessError, RuntimeError) as error:
                print(f"The scan did not work: {error}", file=sys.stderr)
                sys.exit(2)
    lines = findings(report)
    print(
        "\n".join([f"{report['infos']['crawled_pages_nbr']} pages, {len(lines)} findings", *lines])
    )
    sys.exit(1 if lines else 0)


if __name__ == "__main__":
    main()
