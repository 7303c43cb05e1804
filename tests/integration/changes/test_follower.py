"""Commits of other processes reach this one's memory."""

import queue
import subprocess
import sys
import time

import pytest
from django.db import connection, transaction

from cms.changes import follower, listeners, log
from cms.changes.models import Change, Kind, Log
from cms.changes.threads import wakeup

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def heard():
    """Changes as the follower tells them; it has started when the first, empty one came."""
    received: queue.Queue = queue.Queue()
    listeners.connect(received.put)
    follower.thread.start()
    assert received.get(timeout=5) == []
    yield received
    follower.thread.stop()
    listeners.disconnect(received.put)


def elsewhere(page: int) -> None:
    """Append as another process would: no listener here is called."""
    with transaction.atomic():
        Change.objects.create(
            kind=Kind.PUBLISHED,
            page_id=page,
            transaction=log._ThisTransaction() if connection.vendor == "postgresql" else 0,
        )


def test_a_change_of_another_process_is_heard_within_half_a_second(heard):
    elsewhere(7)
    begin = time.monotonic()
    assert [change.page_id for change in heard.get(timeout=2)] == [7]
    assert time.monotonic() - begin < 1


def test_a_ring_of_another_process_is_heard_at_once(heard, settings):
    ring = (
        "import django; from django.conf import settings; "
        f"settings.configure(DATA_DIR={str(settings.DATA_DIR)!r}); "
        "from cms.changes.threads import wakeup; wakeup.notify()"
    )
    time.sleep(0.1)
    elsewhere(8)
    subprocess.run([sys.executable, "-c", ring], check=True)
    begin = time.monotonic()
    assert [change.page_id for change in heard.get(timeout=2)] == [8]
    assert time.monotonic() - begin < 0.3


def test_a_lost_place_means_that_anything_may_have_changed(heard):
    elsewhere(9)
    heard.get(timeout=2)
    Log.objects.update(identity="0" * 32)
    wakeup.notify()

    assert heard.get(timeout=2) == []


def test_a_listener_that_fails_does_not_keep_others_from_hearing(heard):
    def broken(changes):
        raise RuntimeError("broken")

    listeners.connect(broken)
    try:
        with transaction.atomic():
            log.append(Kind.PUBLISHED, [10])
    finally:
        listeners.disconnect(broken)

    assert heard.get(timeout=2)[0].page_id == 10
