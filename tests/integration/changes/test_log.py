"""The change log: order, places, loss and compaction."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from cms.changes import listeners, log
from cms.changes.models import Change, Kind, Log
from cms.changes.place import Place

pytestmark = pytest.mark.django_db


def test_changes_are_read_in_the_order_of_their_appending():
    place = log.head()
    log.append(Kind.PUBLISHED, [7])
    log.append(Kind.MOVED, [8], subtree=True, url_path="/home/old/")

    changes = log.since(place)

    assert [(c.kind, c.page_id, c.subtree, c.url_path) for c in changes] == [
        ("published", 7, False, ""),
        ("moved", 8, True, "/home/old/"),
    ]
    assert log.since(changes[-1].place(place.log)) == []
    assert log.head() == changes[-1].place(place.log)


def test_a_steering_change_names_no_page():
    log.append(Kind.STEERING)

    assert [change.page_id for change in Change.objects.all()] == [None]


def test_an_append_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        log.append(Kind.PUBLISHED, range(1, 400))


def test_a_place_is_restored_from_its_text():
    log.append(Kind.PUBLISHED, [1])

    assert Place.parse(str(log.head())) == log.head()


@pytest.mark.parametrize("text", ["", "1", "x" * 32 + ".0.1.1", "0" * 32 + ".0.-1.1", "\x00"])
def test_malformed_places_are_refused(text):
    with pytest.raises(ValueError, match="not a place"):
        Place.parse(text)


def test_a_place_of_another_database_is_detected():
    place = log.head()
    Log.objects.update(identity="0" * 32)

    with pytest.raises(log.PlaceLostError):
        log.since(place)


def test_a_restored_log_is_detected_after_it_has_grown_past_the_place():
    log.append(Kind.PUBLISHED, [1])
    log.append(Kind.PUBLISHED, [2])
    place = log.head()
    Change.objects.filter(pk=place.id).delete()  # as in the backup, from before
    with pytest.raises(log.PlaceLostError):
        log.since(place)
    Change.objects.create(pk=place.id, kind=Kind.PUBLISHED, page_id=3)

    with pytest.raises(log.PlaceLostError):
        log.since(place)


def test_compaction_deletes_old_changes_but_not_the_head(settings):
    settings.CHANGE_LOG_RETENTION = datetime.timedelta(days=1)
    start = log.head()
    for page in (1, 2, 3):
        log.append(Kind.PUBLISHED, [page])
    old = log.since(start)
    Change.objects.update(at=timezone.now() - datetime.timedelta(days=2))

    assert log.compact() == 2

    assert log.since(log.head()) == []
    for lost in (start, old[0].place(start.log)):
        with pytest.raises(log.PlaceLostError):
            log.since(lost)


@pytest.mark.django_db(transaction=True)
def test_appending_outside_a_transaction_warns():
    with pytest.warns(log.OutsideTransaction):
        log.append(Kind.PUBLISHED, [1])


@pytest.mark.django_db(transaction=True)
def test_listeners_are_called_after_a_commit_but_not_after_a_rollback():
    delivered: list[int] = []

    def listener(changes):
        delivered.extend(change.page_id for change in changes)

    listeners.connect(listener)
    try:
        with transaction.atomic():
            log.append(Kind.PUBLISHED, [5])
            assert delivered == []
        with transaction.atomic():
            log.append(Kind.PUBLISHED, [6])
            transaction.set_rollback(True)
    finally:
        listeners.disconnect(listener)

    assert delivered == [5]
