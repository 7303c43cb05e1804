"""Changes of other processes are delivered to the listeners of this one."""

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

LONG = 10  # seconds


@pytest.fixture
def delivered():
    """Return the changes that the follower delivers, once its first empty sequence has arrived."""
    received: queue.Queue = queue.Queue()
    listeners.connect(received.put)
    follower.thread.start()
    assert received.get(timeout=5) == []
    yield received
    follower.thread.stop()
    listeners.disconnect(received.put)


def elsewhere(page: int) -> None:
    """Append a change as another process would, without calling listeners here."""
    with transaction.atomic():
        Change.objects.create(
            kind=Kind.PUBLISHED,
            page_id=page,
            transaction=log._ThisTransaction() if connection.vendor == "postgresql" else 0,
        )


def test_a_change_of_another_process_is_found_without_a_notification(delivered):
    elsewhere(7)
    assert [change.page_id for change in delivered.get(timeout=LONG)] == [7]


def test_a_notification_of_another_process_is_delivered_before_the_next_look(
    delivered, settings, monkeypatch
):
    monkeypatch.setattr(follower, "POLL", 10 * LONG)
    ring = (
        "import django; from django.conf import settings; "
        f"settings.configure(DATA_DIR={str(settings.DATA_DIR)!r}); "
        "from cms.changes.threads import wakeup; wakeup.notify()"
    )
    time.sleep(0.6)  # the look that has begun is over
    elsewhere(8)
    subprocess.run([sys.executable, "-c", ring], check=True)
    assert [change.page_id for change in delivered.get(timeout=LONG)] == [8]


def test_a_lost_place_is_delivered_as_an_empty_sequence(delivered):
    elsewhere(9)
    delivered.get(timeout=2)
    Log.objects.update(identity="0" * 32)
    wakeup.notify()

    assert delivered.get(timeout=2) == []


def test_a_failing_listener_does_not_stop_others(delivered):
    def broken(changes):
        raise RuntimeError("broken")

    listeners.connect(broken)
    try:
        with transaction.atomic():
            log.append(Kind.PUBLISHED, [10])
    finally:
        listeners.disconnect(broken)

    assert delivered.get(timeout=2)[0].page_id == 10
