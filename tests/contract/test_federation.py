"""An app outside the product adds page types, a block, a facet, a reader, a check and a field."""

import os
import subprocess
import sys

import pytest

SUITES = {
    "app": ["tests/contract/federation/suite.py"],
    "leaks": ["tests/contract/test_leaks.py", "-k", "embedded and nothing"],
}


@pytest.mark.parametrize("suite", SUITES)
def test_the_product_and_its_tests_hold_with_the_federations_app(suite):
    """Apps are named in the settings, so the suite runs in another process."""
    command = [sys.executable, "-m", "pytest", *SUITES[suite], "--ds=examples.federation.settings"]
    finished = subprocess.run(
        command, env=dict(os.environ), capture_output=True, text=True, check=False
    )

    assert finished.returncode == 0, finished.stdout[-4000:] + finished.stderr[-1000:]
