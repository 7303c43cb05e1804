"""The TypeScript client is built strictly, and reads a running CMS."""

import os
import shutil
import subprocess

import pytest

from tests.conftest import missing
from tests.servers.front_end import has_node
from tests.servers.site import ROOT, running_site

BUILT = shutil.ignore_patterns("node_modules", "dist")


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """A copy of the package, with its tools installed, beside the OpenAPI document."""
    if not has_node():
        missing("Node is not installed (apt-get install nodejs npm).")
    root = tmp_path_factory.mktemp("typescript")
    work = root / "packages" / "client"
    shutil.copytree(ROOT / "packages" / "client", work, ignore=BUILT)
    (root / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "openapi.json", root / "docs")
    subprocess.run(["npm", "ci"], cwd=work, check=True, capture_output=True)
    return work


def test_the_client_passes_its_tests_against_a_running_cms(package, demo_data, tmp_path_factory):
    with running_site(tmp_path_factory.mktemp("site"), demo_data) as site:
        env = os.environ | {"CMS_URL": site.url}
        process = subprocess.run(
            ["npm", "test"], cwd=package, env=env, capture_output=True, text=True
        )

    assert process.returncode == 0, process.stdout + process.stderr
    assert "skipped 0" in process.stdout


def test_the_client_has_no_dependencies(package):
    done = subprocess.run(
        ["npm", "ls", "--omit=dev", "--parseable"],
        cwd=package,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == [str(package)]
