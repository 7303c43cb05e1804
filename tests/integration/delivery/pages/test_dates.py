"""The day of a point in time in SQL is that of Django's `TruncDate`."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F
from django.db.models.functions import TruncDate
from django.utils import timezone
from wagtail.models import Page

from cms.delivery.pages.dates import DayOf


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["UTC", "Asia/Jakarta", "America/Lima"])
@pytest.mark.parametrize(
    "at",
    [
        datetime(2024, 2, 29, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2024, 3, 1, tzinfo=UTC),
        datetime(1967, 8, 8, 3, 0, 0, 1, tzinfo=UTC),
        None,
    ],
)
def test_it_is_the_day_in_the_current_time_zone(at, zone):
    Page.objects.filter(depth=1).update(first_published_at=at)

    with timezone.override(ZoneInfo(zone)):
        [(day, expected)] = Page.objects.filter(depth=1).values_list(
            DayOf(F("first_published_at")), TruncDate("first_published_at")
        )

    assert day == expected
