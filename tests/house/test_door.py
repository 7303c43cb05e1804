"""The files that a newcomer and the forge read."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.dialect import ROOT

BIN = Path(sys.executable).parent
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml"))


def test_the_licence_is_the_one_that_the_api_names():
    document = json.loads((ROOT / "docs" / "openapi.json").read_text())

    assert document["info"]["license"]["identifier"] == "BSD-3-Clause"
    assert (ROOT / "LICENSE").read_text().startswith("BSD 3-Clause License")


def test_pre_commit_runs_tools_of_the_environment_only():
    config = ROOT / ".pre-commit-config.yaml"
    subprocess.run([BIN / "pre-commit", "validate-config", config], check=True)
    text = config.read_text()

    assert re.findall(r"repo: (\S+)", text) == ["local"]
    for tool in re.findall(r"entry: \.venv/bin/(\S+)", text):
        assert (BIN / tool).exists(), tool


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.name)
def test_issue_forms_are_valid(form):
    schema = ["--builtin-schema", "vendor.github-issue-forms"]
    subprocess.run([BIN / "check-jsonschema", *schema, form], check=True)


def test_the_changelog_names_the_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text()

    assert re.findall(r"^## (\d\S*)", changelog, re.MULTILINE)[0] == project["version"]


def test_the_changelog_groups_its_lines():
    changelog = (ROOT / "CHANGELOG.md").read_text()
    groups = set(re.findall(r"^### (.+)", changelog, re.MULTILINE))

    assert groups <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security", "Upgrading"}
