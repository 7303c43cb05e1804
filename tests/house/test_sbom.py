"""The bill of materials lists every package that the site needs, with its version and hashes."""

import json
import re
import subprocess

import pytest

from tests.servers.site import ROOT

LOCKED = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==([^ \\;]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    path = tmp_path_factory.mktemp("sbom") / "sbom.json"
    subprocess.run(["make", "-s", "sbom", f"SBOM={path}"], cwd=ROOT, check=True)
    return json.loads(path.read_text())


def test_it_lists_every_locked_package(document):
    locked = {*LOCKED.findall((ROOT / "requirements.lock").read_text())}
    listed = {(each["name"].lower(), each["version"]) for each in document["components"]}

    assert document["bomFormat"] == "CycloneDX"
    assert len(locked) > 50
    assert locked <= listed


def test_each_package_has_its_hashes_and_address(document):
    for each in document["components"]:
        hashes = [value for ref in each["externalReferences"] for value in ref.get("hashes", ())]
        assert hashes, each["name"]
        assert each["purl"] == f"pkg:pypi/{each['name'].lower()}@{each['version']}"


def test_it_is_about_this_project(document):
    assert document["metadata"]["component"]["name"] == "what-we-do"
