"""Overlapping transactions: a reader skips and repeats no change."""

import random
import threading
import time

import pytest
from django.db import connection, transaction

from cms.changes import log
from cms.changes.models import Change, Kind

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, TRANSACTIONS = 4, 15


def in_thread(act):
    def run():
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_concurrent_publishers_and_a_reader_that_follows():
    committed: list[int] = []

    def write(number):
        chance = random.Random(number)
        for turn in range(TRANSACTIONS):
            page = number * 1000 + turn
            with transaction.atomic():
                log.append(Kind.PUBLISHED, [page])
                time.sleep(chance.uniform(0, 0.01))
                if chance.random() < 0.2:
                    transaction.set_rollback(True)
                    continue
            committed.append(page)

    place = log.head()
    read: list[Change] = []
    threads = [in_thread(lambda number=number: write(number)) for number in range(1, WRITERS + 1)]
    while any(thread.is_alive() for thread in threads) or place != log.head():
        changes = log.since(place, 3)
        read += changes
        place = changes[-1].place(place.log) if changes else place

    assert sorted(change.page_id for change in read) == sorted(committed)
    order = [(change.transaction, change.id) for change in read]
    assert order == sorted(order)


def test_a_row_with_a_lower_id_that_commits_later_is_not_skipped():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: see the test above.")
    start = log.head()
    appended, finish = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            log.append(Kind.PUBLISHED, [1])
            appended.set()
            finish.wait(10)

    thread = in_thread(slow)
    appended.wait(10)
    with transaction.atomic():
        log.append(Kind.PUBLISHED, [2])
    assert log.since(start) == []  # the first might still come before it

    finish.set()
    thread.join()
    assert [change.page_id for change in log.since(start)] == [1, 2]


def test_a_log_from_another_cluster_gets_another_identity():
    with transaction.atomic():
        log.append(Kind.PUBLISHED, [1])
    identity = log.identity()
    log.start_over_if_copied()
    assert log.identity() == identity

    if connection.vendor == "postgresql":
        Change.objects.update(transaction=2**40)  # as restored into a younger cluster
        log.start_over_if_copied()
        assert log.identity() != identity
        assert [change.page_id for change in log.readable()] == [1]
