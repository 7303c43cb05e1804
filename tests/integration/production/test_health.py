"""Probes and metrics."""

import pytest
from django.contrib.auth.models import User
from prometheus_client.parser import text_string_to_metric_families

from cms.changes import log
from cms.changes.models import FailedChange, Kind, ReaderState
from cms.changes.readers import StoredReader, change_readers
from cms.health.registry import health_components

pytestmark = pytest.mark.django_db
HERE = {"Host": "127.0.0.1"}


class Idle(StoredReader):
    name = "idle"

    def take(self, changes):
        pass


@pytest.fixture(autouse=True)
def idle_reader(replace_entries):
    replace_entries(change_readers, {"idle": Idle})
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


def test_a_failing_component_does_not_fail_the_probe(client, replace_entries):
    replace_entries(health_components, {"broken": lambda: 1 / 0})

    assert client.get("/readyz").json()["components"]["broken"] == {
        "state": "unknown",
        "error": "ZeroDivisionError",
    }


def test_metrics_are_prometheus_text(client):
    log.append(Kind.PUBLISHED, [1, 2])
    response = client.get("/metrics", headers=HERE)

    families = {each.name: each for each in text_string_to_metric_families(response.text)}
    [sample] = families["change_reader_behind"].samples
    assert (sample.labels, sample.value) == ({"reader": "idle"}, 2)
    assert families["database_oldest_transaction_seconds"].type == "gauge"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:9000"])
def test_metrics_are_for_clients_on_this_machine(client, host):
    assert client.get("/metrics", headers={"Host": host}).status_code == 200
    assert client.get("/metrics", headers={"Host": host}, REMOTE_ADDR="10.0.0.1").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "testserver"},  # a proxy on this machine that sends no header, and its visitors'
        HERE | {"X-Forwarded-For": "127.0.0.1"},
        HERE | {"Forwarded": "for=10.0.0.1"},
        HERE | {"X-Real-IP": "127.0.0.1"},
        HERE | {"Via": "1.1 cache"},
    ],
)
def test_metrics_are_not_public(client, headers):
    assert client.get("/metrics", headers=headers).status_code == 404


def test_a_configured_token_is_required_for_metrics(client, settings):
    settings.METRICS_TOKEN = "a token of some length"

    for sent, status in (
        ("Bearer a token of some length", 200),
        ("Bearer another", 404),
        ("Bearer ünï", 404),
        ("", 404),
    ):
        headers = {"Authorization": sent, "X-Forwarded-For": "1.1.1.1"}
        assert client.get("/metrics", headers=headers, REMOTE_ADDR="1.1.1.1").status_code == status
    assert client.get("/metrics", headers=HERE).status_code == 404


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
