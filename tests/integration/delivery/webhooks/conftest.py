"""A real receiver on loopback, a webhook that sends to it, and the worker's turns."""

import base64
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from cms.changes import log
from cms.changes.models import Change
from cms.delivery.models import Webhook
from cms.delivery.webhooks import sending
from cms.delivery.webhooks.reader import WebhookReader
from tests.factories import site_root


class Receiver(ThreadingHTTPServer):
    """A real receiver on loopback; `status` is what it answers next."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.requests, self.text = 204, [], b""
        self.url = f"http://127.0.0.1:{self.server_address[1]}/hook?for=us"


class Handler(BaseHTTPRequestHandler):
    """Answers every request with the receiver's status and text."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((self.path, dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", str(len(self.server.text)))
        self.end_headers()
        self.wfile.write(self.server.text)

    def log_message(self, *args):
        pass


@pytest.fixture
def receiver(settings):
    settings.WEBHOOK_PRIVATE_NETWORKS = True
    server = Receiver()
    poll = {"poll_interval": 0.01}
    threading.Thread(target=server.serve_forever, kwargs=poll, daemon=True).start()
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


def sent_pages(receiver):
    """Return the type and the page of each message about a page."""
    messages = [json.loads(body) for _, _, body in receiver.requests]
    return [(m["type"], m["data"]["id"]) for m in messages if m["type"].startswith("page.")]
