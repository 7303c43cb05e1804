"""One process of all works; when it is killed, another goes on at once."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.db import connection

from cms.changes import worker
from cms.changes.clock import clock_jobs
from cms.changes.readers import StoredReader, change_readers
from cms.changes.threads.lease import MachineLease, shared_lease

HOLD = """
import django, sys, time
django.setup()
from django.conf import settings
settings.DATABASES["default"].update(NAME=sys.argv[1])
settings.DATA_DIR = sys.argv[2]
from cms.changes.threads.lease import shared_lease
lease = shared_lease()
print(lease.acquire(), flush=True)
time.sleep(60)
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_process_releases_its_lease(settings):
    name, folder = str(connection.settings_dict["NAME"]), str(settings.DATA_DIR)
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, name, folder], stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout.readline().strip() == "True"
        lease = shared_lease()
        assert not lease.acquire()

        os.kill(other.pid, signal.SIGKILL)
        other.wait()
        end = time.monotonic() + 5
        while not lease.acquire() and time.monotonic() < end:
            time.sleep(0.05)
        assert lease.is_valid()
        lease.release()
    finally:
        other.kill()
        other.wait()


def test_a_released_lease_can_be_acquired_again(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    first, second = MachineLease("x"), MachineLease("x")
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()


class Counter(StoredReader):
    name = "counter"

    def take(self, changes):
        pass


@pytest.mark.django_db(transaction=True)
def test_a_worker_stops_gracefully_and_the_next_one_works(settings, tmp_path, replace_entries):
    settings.DATA_DIR = tmp_path
    replace_entries(change_readers, {"counter": Counter})
    replace_entries(clock_jobs, {})
    for _ in range(2):
        stop = threading.Event()
        thread = threading.Thread(target=worker.run, args=[stop])
        thread.start()
        end = time.monotonic() + 5
        while Counter().place() is None and time.monotonic() < end:
            time.sleep(0.02)
        stop.set()
        thread.join(timeout=5)

        assert not thread.is_alive()
        assert not any(each.name == "counter" for each in threading.enumerate())
        assert Counter().place() is not None
