"""Another app adds a facet and a text without a change of the product."""

import os
import subprocess
import sys

import pytest

SUITE = "tests/contract/author/suite.py"


@pytest.mark.parametrize("engine", ["embedded", "elasticsearch"])
def test_another_app_adds_fields(engine, request):
    """Fields are registered while apps start, so the suite runs in another process."""
    environment = dict(os.environ)
    if engine == "elasticsearch":
        environment["TEST_ELASTICSEARCH_URL"] = request.getfixturevalue("elasticsearch_url")
    command = [sys.executable, "-m", "pytest", SUITE, "--ds=tests.contract.author.settings"]
    finished = subprocess.run(
        [*command, "-k", f"{engine} or not (embedded or elasticsearch)"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert finished.returncode == 0, finished.stdout[-4000:]
