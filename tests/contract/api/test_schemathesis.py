"""Schemathesis against the running site: generated requests, and chains of them.

The same requests each time, so that a failure is of the change at hand; FUZZ_SEED= (empty) requests
others each time, which is how new failures are looked for.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.site import running_site

DOCUMENT = "/api/delivery/v1/openapi.json"
# A cursor is opaque: the document cannot tell which strings are one, and a wrong one is 422.
EXCLUDED = "positive_data_acceptance"


@pytest.fixture(scope="module")
def url(demo_data, tmp_path_factory):
    with running_site(tmp_path_factory.mktemp("site"), demo_data) as site:
        yield site.url


def test_no_generated_request_finds_a_failure(url, tmp_path):
    command = [
        *(str(Path(sys.executable).with_name("schemathesis")), "run", url + DOCUMENT),
        *("--checks", "all", "--exclude-checks", EXCLUDED, "--max-examples", "30"),
        *("--phases", "examples,coverage,fuzzing,stateful", "--no-color"),
        *(("--seed", seed) if (seed := os.environ.get("FUZZ_SEED", "1")) else ()),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "Stateful" in done.stdout
