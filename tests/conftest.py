"""What every test may rely on: a clean database, and a `skip` that fails in CI."""

import os
from typing import NoReturn

import pytest

from cms.maintenance.register import register


def missing(reason: str) -> NoReturn:
    """Skips where this machine lacks something; in CI nothing may be lacking."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must have this: {reason}")
    pytest.skip(reason)


@pytest.fixture(autouse=True)
def fresh_register():
    """Each test's database is rolled back, which the register in memory cannot know."""
    register.invalidate()
