"""Failed log-ins: who is locked out, where, and who is not."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.utils import timezone

from cms.accounts.lockout import delete_old
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def limits_on(settings):
    settings.AXES_ENABLED = settings.LIMIT_ATTEMPTS = True
    settings.TRUSTED_PROXIES = 1


@pytest.fixture
def editor():
    return UserFactory(username="editor", is_superuser=True)


@pytest.fixture
def log_in(client):
    """Return the status of a log-in from an address, as one proxy forwards it."""

    def log_in(name, password, address="203.0.113.9", forged=""):
        return client.post(
            "/admin/login/",
            {"username": name, "password": password},
            REMOTE_ADDR="127.0.0.1",
            headers={"x-forwarded-for": f"{forged}{address}"},
        ).status_code

    return log_in


def test_eight_failures_lock_the_name_at_that_address(editor, log_in):
    failures = [log_in("editor", "wrong") for _ in range(9)]

    assert failures[0] == 200
    assert failures[-1] == 429
    assert log_in("editor", PASSWORD) == 429


def test_the_owner_still_logs_in_from_elsewhere(editor, log_in):
    for _ in range(12):
        log_in("editor", "wrong")

    assert log_in("editor", PASSWORD, address="198.51.100.7") == 302


def test_a_forged_address_gains_nothing(editor, log_in):
    for number in range(9):
        log_in("editor", "wrong", forged=f"192.0.2.{number}, ")

    assert log_in("editor", PASSWORD, forged="192.0.2.99, ") == 429


def test_a_lock_ends_though_it_is_tried(editor, log_in, settings):
    for _ in range(12):
        log_in("editor", "wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
    assert log_in("editor", "wrong") == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))

    assert log_in("editor", PASSWORD) == 302


def test_spraying_many_names_locks_the_address(editor, log_in, settings):
    settings.LOGIN_FAILURES_PER_ADDRESS = 10
    for number in range(10):
        assert log_in(f"name-{number}", "wrong") == 200

    assert log_in("editor", PASSWORD) == 429
    assert log_in("editor", PASSWORD, address="198.51.100.7") == 302


def test_many_addresses_slow_a_name_down(editor, log_in, settings):
    settings.LOGIN_FAILURES_PER_NAME = 10
    for number in range(10):
        log_in("editor", "wrong", address=f"192.0.2.{number}")

    assert log_in("editor", PASSWORD, address="203.0.113.200") == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(seconds=11))
    assert log_in("editor", PASSWORD, address="203.0.113.200") == 302


def test_a_slowed_owner_logs_in_at_once_from_a_known_network(editor, log_in, settings):
    assert log_in("editor", PASSWORD, address="203.0.113.9") == 302
    settings.LOGIN_FAILURES_PER_NAME = 10
    for number in range(10):
        log_in("editor", "wrong", address=f"192.0.2.{number}")

    assert log_in("editor", PASSWORD, address="198.51.100.7") == 429
    assert log_in("editor", PASSWORD, address="203.0.113.200") == 302


def test_other_names_are_not_slowed(editor, log_in, settings):
    settings.LOGIN_FAILURES_PER_NAME = 5
    for number in range(6):
        log_in("somebody", "wrong", address=f"192.0.2.{number}")

    assert log_in("editor", PASSWORD, address="203.0.113.200") == 302


def test_failures_are_deleted_after_their_retention(editor, log_in):
    log_in("editor", "wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(days=2))
    delete_old()

    assert not AccessAttempt.objects.exists()


def test_a_failure_keeps_no_password(editor, log_in):
    log_in("editor", "my secret words")

    assert "my secret words" not in str(AccessAttempt.objects.values().get())


class TestOtherSecrets:
    def test_password_resets_are_limited(self, client, editor, mailoutbox):
        editor.email = "editor@example.org"
        editor.save()
        statuses = [
            client.post("/admin/password_reset/", {"email": editor.email}).status_code
            for _ in range(7)
        ]

        assert statuses == [302] * 5 + [429] * 2
        assert len(mailoutbox) == 5

    def test_the_refusal_says_when_to_try_again(self, client):
        for _ in range(6):
            response = client.post("/admin/password_reset/", {"email": "editor@example.org"})

        assert int(response["Retry-After"]) > 0
        assert response["Cache-Control"] == "private, no-store"
        assert "Too many attempts" in response.content.decode()

    def test_another_client_is_not_limited(self, client):
        for address in ["203.0.113.9"] * 6 + ["203.0.113.10"]:
            response = client.post(
                "/admin/password_reset/",
                {"email": "editor@example.org"},
                headers={"x-forwarded-for": address},
            )

        assert response.status_code == 302

    def test_wrong_tokens_are_limited(self, client):
        wrong = {"authorization": "Bearer wrong"}
        statuses = [client.get("/api/v3/pages/", headers=wrong).status_code for _ in range(31)]

        assert statuses == [401] * 30 + [429]
