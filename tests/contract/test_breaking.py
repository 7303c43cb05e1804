"""Within /v1/ nothing that clients rely on goes away: oasdiff compares with what was before."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = "docs/openapi.json"


def git(*arguments):
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


@pytest.fixture
def before(tmp_path):
    """The document of the last release; until there is one, that of the commit before."""
    commit = git("describe", "--tags", "--abbrev=0", "--match", "v*") or "HEAD~1"
    text = git("show", f"{commit}:{DOCUMENT}")
    if not text:
        pytest.skip("There is no earlier document in this clone's history.")
    (tmp_path / "before.json").write_text(text)
    return tmp_path / "before.json"


def test_no_change_breaks_a_client(before):
    oasdiff = shutil.which("oasdiff") or shutil.which("oasdiff", path=str(ROOT / "var" / "bin"))
    if oasdiff is None:
        pytest.skip("oasdiff is not installed (go install github.com/oasdiff/oasdiff@latest).")
    command = [oasdiff, "breaking", str(before), DOCUMENT, "--fail-on", "ERR"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout
