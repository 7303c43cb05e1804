"""Jobs of the clock: publishing, expiry, retention."""

import datetime
import threading
import time

import pytest
from django.utils import timezone

from cms.changes import clock
from cms.changes.models import Change
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db
ran: list[float] = []


@pytest.fixture
def page():
    return ContentPageFactory(parent=site_root(), title="P", slug="p")


def from_now(seconds: float) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(seconds=seconds)


def last_kind(page) -> str:
    return Change.objects.filter(page_id=page.pk).last().kind


def test_a_scheduled_page_is_published_on_time(page):
    page.unpublish()
    page.go_live_at = from_now(60)
    page.save_revision().publish()
    clock.publish_due()
    page.refresh_from_db()
    assert not page.live

    page.revisions.update(approved_go_live_at=from_now(-1))
    revision = page.revisions.last()
    revision.content["go_live_at"] = from_now(-1).isoformat()
    revision.save()
    clock.publish_due()
    page.refresh_from_db()
    assert page.live
    assert last_kind(page) == "published"


def test_a_page_is_unpublished_when_it_expires(page):
    page.expire_at = from_now(-1)
    page.save()
    clock.publish_due()

    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)
    assert last_kind(page) == "unpublished"


def test_a_page_that_cannot_be_published_does_not_stop_others(page, monkeypatch, caplog):
    other = ContentPageFactory(parent=page.get_parent(), title="O", slug="o")
    for each in (page, other):
        each.expire_at = from_now(-1)
        each.save()
    unpublish = type(page).unpublish

    def fails_for_one(self, *args, **kwargs):
        if self.pk == page.pk:
            raise RuntimeError("broken")
        return unpublish(self, *args, **kwargs)

    monkeypatch.setattr("wagtail.models.Page.unpublish", fails_for_one)
    clock.publish_due()

    other.refresh_from_db()
    assert not other.live
    assert "failed" in caplog.text


def job() -> None:
    ran.append(time.monotonic())
    raise RuntimeError("a failing job runs again")


def test_a_job_runs_until_it_is_stopped_even_if_it_fails():
    stop = threading.Event()
    with clock.clock_jobs.replaced({"failing": clock.ClockJob(job, seconds=0.1)}):
        thread = threading.Thread(target=clock.repeat, args=["failing", stop])
        thread.start()
        end = time.monotonic() + 5
        while len(ran) < 3 and time.monotonic() < end:
            time.sleep(0.02)
        stop.set()
        thread.join()

    assert len(ran) >= 3
