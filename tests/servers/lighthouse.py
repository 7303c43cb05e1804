"""Lighthouse, installed in a separate folder, auditing pages of a running site."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.servers.chromium import FLAGS, chromium
from tests.servers.site import ROOT

SOURCE = ROOT / "tests" / "browser" / "lighthouse"


@dataclass(frozen=True)
class Audit:
    """Scores of up to 100 by category, and the audits that kept one from it.

    `weight` is the page with everything it loads, in bytes over the wire; `paint` the
    milliseconds until its largest part is seen, if performance was requested.
    """

    path: str
    scores: dict[str, int]
    wanting: list[str]
    weight: int
    paint: float | None = None


def install(folder: Path) -> Path:
    work = folder / "lighthouse"
    ignore = shutil.ignore_patterns("node_modules")
    shutil.copytree(SOURCE, work, ignore=ignore, dirs_exist_ok=True)
    done = subprocess.run(["npm", "ci"], cwd=work, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"npm ci:\n{done.stdout}\n{done.stderr}")
    return work


def audit(
    work: Path, base: str, paths: Sequence[str], categories: Sequence[str], *, desktop: bool = False
) -> list[Audit]:
    options = {
        "base": base,
        "paths": paths,
        "categories": categories,
        "isDesktop": desktop,
        "flags": FLAGS,
    }
    command = ["node", "audit.js", json.dumps(options)]
    env = os.environ | {"CHROME_PATH": chromium() or ""}
    process = subprocess.run(command, cwd=work, env=env, capture_output=True, text=True)
    if process.returncode:
        raise RuntimeError(process.stderr)
    return [Audit(**json.loads(line)) for line in process.stdout.splitlines()]
