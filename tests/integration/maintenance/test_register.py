"""Flags and restrictions in memory: when they are read again, and what is used until then."""

from unittest.mock import patch

import pytest
from django.db import OperationalError

from cms.changes import listeners
from cms.changes.models import Change, Kind
from cms.maintenance.flags import Snapshot
from cms.maintenance.register import register

pytestmark = pytest.mark.django_db(transaction=True)
RESTRICTED = Change(kind=Kind.RESTRICTED, page_id=1, subtree=True)
READ = "cms.maintenance.register.read_snapshot"


@pytest.fixture(autouse=True)
def previous():
    yield register.snapshot()
    register.invalidate()


def test_the_previous_flags_are_in_memory_until_they_are_read_again(previous):
    used_until_read = []

    def read():
        used_until_read.append(register.loaded_snapshot())
        return Snapshot(restricted=frozenset({"0001"}))

    with patch(READ, read):
        listeners.call([RESTRICTED])

    assert used_until_read == [previous]
    assert register.loaded_snapshot().restricted == {"0001"}


def test_flags_are_not_read_again_after_a_change_of_only_content():
    with patch(READ) as read:
        listeners.call([Change(kind=Kind.PUBLISHED, page_id=1, content_only=True)])

    assert not read.called


def test_the_previous_flags_are_dropped_if_they_cannot_be_read_again():
    with patch(READ, side_effect=OperationalError):
        listeners.call([RESTRICTED])

    assert register.loaded_snapshot() is None


def test_flags_are_read_again_by_the_next_access_after_a_write_in_the_meantime():
    def read():
        register.invalidate()
        return Snapshot()

    with patch(READ, read):
        listeners.call([RESTRICTED])

    assert register.loaded_snapshot() is None
