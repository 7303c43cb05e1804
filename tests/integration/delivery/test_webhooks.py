"""Webhooks: each change is sent to its receivers, signed, and retried until accepted."""

import base64
import hashlib
import hmac
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from cms.changes import log
from cms.changes.models import Change
from cms.delivery.models import Webhook, WebhookMessage
from cms.delivery.webhooks import address, sending
from cms.delivery.webhooks.reader import WebhookReader
from cms.maintenance.switch import Terms, switch_off, switch_on
from tests.factories import ContentPageFactory, UserFactory, site_root

pytestmark = pytest.mark.django_db


class Receiver(ThreadingHTTPServer):
    """A real receiver on loopback; `status` is what it answers next."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.requests = 204, []
        self.url = f"http://127.0.0.1:{self.server_address[1]}/hook?for=us"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((self.path, dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def receiver(settings):
    settings.WEBHOOK_PRIVATE_NETWORKS = True
    server = Receiver()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def home():
    return site_root()


@pytest.fixture
def hook(receiver, home):
    return Webhook.objects.create(name="App", url=receiver.url)


def read_log():
    """Run the reader as the worker does; all changes are in the test's transaction."""
    reader = WebhookReader()
    changes = list(Change.objects.order_by("id"))
    reader.apply(changes, log.head())
    return changes


def tell():
    read_log()
    sending.send_due()


def verified(secret, headers, body):
    """Verify a message as a receiver does, by the text of the specification."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['Webhook-Id']}.{headers['Webhook-Timestamp']}.".encode() + body
    mac = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return f"v1,{mac}" in headers["Webhook-Signature"].split()


class TestMessages:
    def test_a_published_page_is_sent_signed_and_thin(self, hook, receiver, home):
        page = ContentPageFactory(parent=home, title="News", summary="Long story")
        tell()

        path, headers, body = receiver.requests[-1]
        payload = json.loads(body)
        assert path == "/hook?for=us"
        assert verified(hook.secret, headers, body)
        assert payload["type"] == "page.published"
        assert payload["data"]["id"] == page.pk
        assert payload["data"]["page"]["title"] == "News"
        assert "Long story" not in body.decode()

    def test_a_change_read_twice_is_sent_once(self, hook, receiver, home):
        ContentPageFactory(parent=home)
        tell()
        tell()

        assert len(receiver.requests) == 1

    def test_maintenance_and_its_end_are_sent(self, hook, receiver, home):
        page = ContentPageFactory(parent=home, title="News")
        switch_on([page], Terms(), UserFactory(), "why")
        switch_off([page], UserFactory(), "")
        tell()

        kinds = [json.loads(body)["type"] for _, _, body in receiver.requests]
        assert kinds == ["page.published", "page.maintenance", "page.maintenance"]

    def test_only_the_chosen_events_are_sent(self, hook, receiver, home):
        Webhook.objects.update(events=["deleted"])
        page = ContentPageFactory(parent=home)
        page.delete()
        tell()

        assert [json.loads(body)["type"] for _, _, body in receiver.requests] == ["page.deleted"]

    def test_changes_of_another_site_are_not_sent(self, hook, receiver, home):
        page = ContentPageFactory(parent=home)
        other = Site.objects.create(hostname="other.example", root_page=page)
        hook.site = other
        hook.save()
        ContentPageFactory(parent=home, title="Not of the other site")
        inside = ContentPageFactory(parent=page, title="Of the other site")
        tell()

        sent = [json.loads(body)["data"] for _, _, body in receiver.requests]
        assert {each["id"] for each in sent if each["what"] == "page"} == {page.pk, inside.pk}

    def test_changes_before_the_webhook_are_not_sent(self, receiver, home):
        ContentPageFactory(parent=home)
        Webhook.objects.create(name="Late", url=receiver.url)
        tell()

        assert receiver.requests == []


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

    def test_after_the_last_try_it_is_given_up(self, hook, receiver, home):
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
        WebhookMessage.objects.update(made_at=timezone.now() - 2 * sending.KEPT)
        sending.forget_old()

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


class TestAdmin:
    def test_an_administrator_makes_one_and_rotates_its_secret(self, admin_client, home):
        form = {"name": "App", "url": "https://app.example/", "events": ["published"]}
        create = reverse("delivery_webhook_modeladmin_create")
        admin_client.post(create, form | {"is_active": "on"})
        hook = Webhook.objects.get()
        assert (hook.events, hook.previous_secret) == (["published"], "")

        edit = reverse("delivery_webhook_modeladmin_edit", args=[hook.pk])
        shown = admin_client.get(edit).content.decode()
        assert hook.secret.replace("+", "&#x2B;") in shown or hook.secret in shown
        admin_client.post(edit, form | {"is_active": "on", "rotate": "on"})
        changed = Webhook.objects.get()
        assert (changed.previous_secret, changed.is_active) == (hook.secret, True)

    def test_the_history_offers_to_send_again(self, admin_client, hook, receiver, home):
        ContentPageFactory(parent=home)
        tell()
        message = WebhookMessage.objects.get()
        listing = reverse("delivery_webhookmessage_modeladmin_index")
        assert "delivered (204)" in admin_client.get(listing).content.decode()
        again = reverse("webhook_send_again", args=[message.pk])
        assert admin_client.get(again).status_code == 405
        admin_client.post(again)
        sending.send_due()

        assert len(receiver.requests) == 2

    def test_an_editor_may_not(self, client, hook, home):
        client.force_login(UserFactory())

        assert client.get(reverse("delivery_webhook_modeladmin_index")).status_code in {302, 403}
