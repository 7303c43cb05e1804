"""Probes and metrics."""

import pytest
from django.contrib.auth.models import User

from cms.changes import log
from cms.changes.models import FailedChange, Kind, ReaderState
from cms.changes.readers import StoredReader

pytestmark = pytest.mark.django_db


class Idle(StoredReader):
    name = "idle"

    def take(self, changes):
        pass


@pytest.fixture(autouse=True)
def idle_reader(settings):
    settings.CHANGE_READERS = [f"{__name__}.Idle"]
    reader = Idle()
    reader.start_over()
    return reader


def test_readiness_names_each_reader_and_its_lag(client, idle_reader):
    assert client.get("/readyz").json()["state"] == "ok"

    log.append(Kind.PUBLISHED, [1, 2])
    ReaderState.objects.update(error="ConnectionError: http://user:secret@host/")
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["state"] == "degraded"
    reader = answer.json()["components"]["reader:idle"]
    assert (reader["state"], reader["behind"], reader["error"]) == ("failing", 2, "ConnectionError")


def test_a_component_that_breaks_does_not_take_the_probe_along(client, settings):
    settings.HEALTH_COMPONENTS = ["cms.no_such.thing"]

    assert client.get("/readyz").json()["components"]["cms.no_such"]["state"] == "unknown"


def test_metrics_are_prometheus_text(client):
    log.append(Kind.PUBLISHED, [1, 2])
    text = client.get("/metrics").content.decode()

    assert "# TYPE change_reader_behind gauge" in text
    assert 'change_reader_behind{reader="idle"} 2.0' in text


@pytest.mark.parametrize(
    "headers", [{"X-Forwarded-For": "127.0.0.1"}, {"Forwarded": "for=10.0.0.1"}]
)
def test_metrics_are_not_public(client, headers):
    assert client.get("/metrics", headers=headers).status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="1.1.1.1").status_code == 404


def test_editors_see_and_retry_failed_changes(client):
    client.force_login(User.objects.create_superuser("admin"))
    log.append(Kind.PUBLISHED, [7])
    row = FailedChange.objects.create(
        reader="idle", kind="published", page_id=7, change_id=1, changed_at="2026-01-01T00:00Z",
        error="ValueError: poison",
    )  # fmt: skip

    assert b"ValueError: poison" in client.get("/admin/changes/failedchange/").content
    client.post(f"/admin/changes/failedchange/edit/{row.pk}/", {"retry": "on"})

    row.refresh_from_db()
    assert row.retry
