"""The environment of the production settings, and commands run in it as processes."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.servers.site import ROOT

KEPT = {"PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV"}


def production_environment(folder: Path, **variables: str) -> dict[str, str]:
    """Return what a production site needs, its data in `folder`, and `variables` besides."""
    kept = {name: value for name, value in os.environ.items() if name in KEPT}
    return (
        kept
        | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.production",
            "SECRET_KEY": "k3y-" * 16 + "of-tests-only",
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "BASE_URL": "https://localhost",
            "EMAIL_URL": "smtp://127.0.0.1:25",
            "DATA_DIR": str(folder),
        }
        | variables
    )


def run(
    environment: Mapping[str, str], *arguments: str, timeout: float = 180, folder: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """Run `python ARGUMENTS` in the folder of the code; the caller looks at the exit code."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=dict(environment),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
