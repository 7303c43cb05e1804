"""Searches use one core: threads of the matrix library would spin on every other one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PROGRAM = """
import os
import django
django.setup()
import numpy
numpy.ones((800, 800)) @ numpy.ones((800, 800))
print(len(os.listdir("/proc/self/task")))
"""


def threads(**variables):
    """Return the number of threads of a process that has multiplied matrices."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)} | variables
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="Linux counts threads there.")
def test_a_process_of_the_site_multiplies_matrices_in_one_thread(monkeypatch):
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)  # set by the settings of this process

    assert threads() == 1
    assert threads(OPENBLAS_NUM_THREADS="2") == min(2, os.cpu_count())  # the operator decides
