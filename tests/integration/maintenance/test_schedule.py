"""Maintenance windows start and end by the clock."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.changes.models import Change, Kind
from cms.maintenance import schedule
from cms.maintenance.models import Maintenance
from cms.maintenance.switch import Terms, switch_off, switch_on
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return ContentPageFactory(parent=site_root(), title="P", slug="p")


def from_now(seconds: float) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(seconds=seconds)


def logged() -> list[tuple[int, bool]]:
    changes = Change.objects.filter(kind=Kind.MAINTENANCE).order_by("pk")
    return list(changes.values_list("page_id", "subtree"))


@pytest.mark.parametrize("window", [{"start": -1, "end": 60}, {"start": -60, "end": -1}])
@pytest.mark.parametrize("below", [True, False])
def test_a_start_or_end_is_logged_once(page, window, below):
    times = {name: from_now(seconds) for name, seconds in window.items()}
    Maintenance.objects.create(page=page, with_descendants=below, **times)
    before = len(logged())
    schedule.append_due()
    schedule.append_due()

    assert logged()[before:] == [(page.pk, below)]


def test_a_switch_is_logged_with_the_pages_below_if_it_includes_or_included_them(page):
    before = len(logged())
    for below in (False, True, False, False):
        switch_on([page], Terms(with_descendants=below))
    switch_off([page])

    wide = [is_wide for _, is_wide in logged()[before:]]
    assert wide == [False, True, True, False, False]


def test_a_future_window_is_not_logged(page, django_assert_num_queries):
    Maintenance.objects.create(page=page, start=from_now(60), end=from_now(120))
    before = logged()
    with django_assert_num_queries(3):
        schedule.append_due()

    assert logged() == before


def test_a_window_that_has_ended_deletes_the_flag_and_is_in_the_history(page):
    Maintenance.objects.create(page=page, start=from_now(-60), end=from_now(-1))
    schedule.append_due()

    assert not Maintenance.objects.exists()
    ended = PageLogEntry.objects.get(action="maintenance.off")
    assert (ended.page_id, ended.data["reason"]) == (page.pk, "Its end was reached.")
