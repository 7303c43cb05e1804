"""Messages are retried until they are accepted, and sent to public addresses only."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.delivery.models import Webhook, WebhookMessage
from cms.delivery.webhooks import address, sending
from tests.factories import (
    ContentPageFactory,
)
from tests.integration.delivery.webhooks.conftest import read_log, tell, verified

pytestmark = pytest.mark.django_db


class TestSending:
    def test_a_failure_is_tried_again_later_with_the_same_id(self, hook, receiver, home):
        receiver.status = 500
        ContentPageFactory(parent=home)
        tell()
        message = WebhookMessage.objects.get()
        assert (message.tries, message.status, message.delivered_at) == (1, 500, None)
        assert message.due_at > timezone.now() + timedelta(seconds=4)
        sending.send_due()
        assert len(receiver.requests) == 1

        receiver.status = 200
        WebhookMessage.objects.update(due_at=timezone.now())
        sending.send_due()
        first, second = (headers["Webhook-Id"] for _, headers, _ in receiver.requests)
        assert first == second
        assert WebhookMessage.objects.get().delivered_at

    def test_after_the_last_attempt_it_fails(self, hook, receiver, home):
        receiver.status = 503
        ContentPageFactory(parent=home)
        read_log()
        for _ in range(len(sending.PAUSES) + 1):
            WebhookMessage.objects.update(due_at=timezone.now())
            sending.send_due()

        message = WebhookMessage.objects.get()
        assert (message.tries, message.due_at) == (len(sending.PAUSES) + 1, None)

    def test_one_that_is_away_does_not_keep_another_from_it(self, hook, receiver, home):
        Webhook.objects.create(name="Away", url="http://127.0.0.1:1/")
        ContentPageFactory(parent=home)
        tell()

        assert len(receiver.requests) == 1
        away = WebhookMessage.objects.get(webhook__name="Away")
        assert "refused" in away.error

    def test_a_redirect_is_not_followed(self, hook, receiver, home):
        receiver.status = 302
        ContentPageFactory(parent=home)
        tell()

        message = WebhookMessage.objects.get()
        assert (message.status, message.delivered_at) == (302, None)

    def test_410_switches_the_webhook_off(self, hook, receiver, home):
        receiver.status = 410
        ContentPageFactory(parent=home)
        tell()

        hook.refresh_from_db()
        assert not hook.is_active

    def test_a_rotated_secret_signs_along_for_a_day(self, hook, receiver, home):
        old = hook.secret
        hook.rotate()
        hook.save()
        ContentPageFactory(parent=home)
        tell()
        _, headers, body = receiver.requests[-1]
        assert verified(old, headers, body)
        assert verified(hook.secret, headers, body)

        hook.rotated_at -= timedelta(hours=25)
        assert hook.secrets() == [hook.secret]

    def test_messages_are_kept_for_a_while(self, hook, receiver, home):
        ContentPageFactory(parent=home)
        tell()
        WebhookMessage.objects.update(made_at=timezone.now() - 2 * sending.RETENTION)
        sending.delete_expired()

        assert not WebhookMessage.objects.exists()


class TestAddresses:
    @pytest.mark.parametrize(
        "ip",
        [
            "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
            "100.64.0.1", "224.0.0.1", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1",
            "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1", "::ffff:0:127.0.0.1", "fec0::1",
            "2001:db8::1", "ff02::1", "::", "100::1", "5f00::1",
        ],
    )  # fmt: skip
    def test_private_ones_are_none(self, ip):
        assert not address.is_public(ip)

    @pytest.mark.parametrize("ip", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
    def test_public_ones_are(self, ip):
        assert address.is_public(ip)

    @pytest.mark.parametrize(
        "url",
        [
            "http://app.example/", "https://127.0.0.1/", "https://[::1]/", "https://localhost/",
            "https://user:secret@app.example/", "https://app.example:99999/", "ftp://app.example/",
            "https://printer.local/", "https:///path",
        ],
    )  # fmt: skip
    def test_a_webhook_says_at_once_what_is_wrong_with_its_address(self, url):
        with pytest.raises(ValidationError) as raised:
            Webhook(name="App", url=url).clean()
        assert "should" in str(raised.value) or "not a number" in str(raised.value)

    def test_a_name_that_leads_inside_is_refused_before_anything_is_sent(
        self, home, receiver, settings, monkeypatch
    ):
        settings.WEBHOOK_PRIVATE_NETWORKS = False
        inside = [(2, 1, 6, "", ("127.0.0.1", receiver.server_address[1]))]
        monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: inside)
        Webhook.objects.create(name="Rebound", url="https://rebound.example/")
        ContentPageFactory(parent=home)
        tell()

        assert receiver.requests == []
        assert "not public" in WebhookMessage.objects.get().error
