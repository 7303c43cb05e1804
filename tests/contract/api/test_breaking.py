"""Within /v1/ nothing that clients rely on goes away: oasdiff compares with the last release."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
DOCUMENT = "docs/openapi.json"


def git(*arguments):
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


@pytest.fixture
def breaking():
    """Return the breaking changes between two documents as text, empty if there are none."""
    oasdiff = shutil.which("oasdiff") or shutil.which("oasdiff", path=str(ROOT / "var" / "bin"))
    if oasdiff is None:
        pytest.skip("oasdiff is not installed (go install github.com/oasdiff/oasdiff@latest).")

    def breaking(before, after):
        command = [oasdiff, "breaking", str(before), str(after), "--fail-on", "ERR"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        return done.stdout if done.returncode else ""

    return breaking


def test_the_last_release_is_kept(breaking, tmp_path):
    release = git("describe", "--tags", "--abbrev=0", "--match", "v*")
    if not release:
        pytest.skip("Nothing has been released yet, so nothing can be broken.")
    (tmp_path / "before.json").write_text(git("show", f"{release}:{DOCUMENT}"))

    assert breaking(tmp_path / "before.json", DOCUMENT) == ""


@pytest.mark.parametrize("part", ["path", "field", "parameter"])
def test_what_breaks_clients_is_seen(breaking, tmp_path, part):
    document = json.loads((ROOT / DOCUMENT).read_text())
    match part:
        case "path":
            del document["paths"]["/api/delivery/v1/topics/"]
        case "field":
            del document["components"]["schemas"]["PageStub"]["properties"]["title"]
        case "parameter":
            document["paths"]["/api/delivery/v1/page/"]["get"]["parameters"][0]["required"] = True
    (tmp_path / "after.json").write_text(json.dumps(document))

    assert breaking(DOCUMENT, tmp_path / "after.json")
    assert breaking(DOCUMENT, DOCUMENT) == ""
