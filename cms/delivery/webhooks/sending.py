"""Sends webhook messages that are due, with retries after growing pauses.

The pauses are those that Standard Webhooks recommends: ten attempts in about three days.
"""

import http.client
import json
import logging
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http import HTTPStatus
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from pydantic_core import to_jsonable_python

from cms.delivery.webhooks.address import ForbiddenAddressError, post
from cms.delivery.webhooks.models import TEST, Webhook, WebhookMessage
from cms.delivery.webhooks.signature import sign

MINUTE, HOUR = 60, 3600
PAUSES = (5, 5 * MINUTE, 30 * MINUTE, *(hours * HOUR for hours in (2, 5, 10, 14, 20, 24)))
THREADS = 8  # webhooks that are sent to concurrently
BATCH = 1_000  # messages read per run
BATCH_PER_WEBHOOK = 20  # messages sent to one webhook per run
TIMEOUT = 10.0  # seconds
RETENTION = timedelta(days=30)  # of messages that are delivered or given up

logger = logging.getLogger(__name__)


class Outcome(NamedTuple):
    """The outcome of one attempt: a status and a response, or an error."""

    status: int | None
    error: str
    response: str = ""
    took_ms: int = 0

    @property
    def is_delivered(self) -> bool:
        """Return whether the receiver answered with a 2xx status."""
        return self.status is not None and HTTPStatus(200) <= self.status < HTTPStatus(300)


def send_due() -> None:
    """Send the messages that are due: webhooks concurrently, the messages to each in order."""
    is_enabled = Q(webhook__is_active=True) | Q(event=TEST)
    due = WebhookMessage.objects.filter(is_enabled, due_at__lte=timezone.now())
    by_webhook: dict[Webhook, list[WebhookMessage]] = defaultdict(list)
    for message in due.select_related("webhook").order_by("pk")[:BATCH]:
        if len(by_webhook[message.webhook]) < BATCH_PER_WEBHOOK:
            by_webhook[message.webhook].append(message)
    if not by_webhook:
        return
    with ThreadPoolExecutor(THREADS, thread_name_prefix="webhook") as pool:
        for sent in pool.map(_send_in_order, by_webhook.items()):
            for message, outcome in sent:
                _record_outcome(message, outcome)


def _send_in_order(
    messages_of_webhook: tuple[Webhook, Sequence[WebhookMessage]],
) -> list[tuple[WebhookMessage, Outcome]]:
    """Send messages until one fails; those after it would probably fail, too."""
    hook, messages = messages_of_webhook
    sent = []
    for message in messages:
        outcome = attempt(hook, message)
        sent.append((message, outcome))
        if not outcome.is_delivered:
            break
    return sent


def attempt(hook: Webhook, message: WebhookMessage) -> Outcome:
    """Send one request; all attempts of a message have the same id."""
    timestamp = int(time.time())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "what-we-do-webhooks",
        "Webhook-Id": message.message_id,
        "Webhook-Timestamp": str(timestamp),
        "Webhook-Signature": sign(hook.secrets(), message.message_id, timestamp, message.body),
    }
    started_at = time.monotonic()
    try:
        response = post(hook.url, message.body.encode(), headers, TIMEOUT)
    except ForbiddenAddressError as error:
        return Outcome(None, str(error))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Outcome(None, f"{type(error).__name__}: {error}"[:300])
    took_ms = round((time.monotonic() - started_at) * 1000)
    return Outcome(response.status, "", response.text, took_ms)


def _record_outcome(message: WebhookMessage, outcome: Outcome) -> None:
    now = timezone.now()
    message.tries += 1
    message.status, message.error = outcome.status, outcome.error
    message.response, message.took_ms = outcome.response, outcome.took_ms
    message.due_at = None
    if outcome.is_delivered:
        message.delivered_at = now
    elif message.event == TEST:
        pass  # not retried: an administrator reads the outcome and may send another
    elif outcome.status == HTTPStatus.GONE:
        _disable(message.webhook)
    elif message.tries <= len(PAUSES):
        pause = PAUSES[message.tries - 1] * random.uniform(1, 1.2)  # noqa: S311 -- spreads load
        message.due_at = now + timedelta(seconds=pause)
    else:
        logger.warning("Message %s failed after %d attempts.", message.pk, message.tries)
    message.save(
        update_fields=[
            *("tries", "status", "error", "due_at", "delivered_at", "response", "took_ms")
        ],
    )


def _disable(hook: Webhook) -> None:
    """Disable a webhook whose receiver answered 410 Gone."""
    logger.warning("Webhook %s answered 410 and is switched off.", hook.pk)
    Webhook.objects.filter(pk=hook.pk).update(is_active=False)


def send_again(messages: "QuerySet[WebhookMessage]") -> int:
    """Make messages due now, with the same ids and no attempts counted; return their number."""
    with transaction.atomic():
        return messages.update(due_at=timezone.now(), tries=0, delivered_at=None, error="")


def failed_messages(hook: Webhook) -> "QuerySet[WebhookMessage]":
    """Return the messages that were not delivered and are no longer retried, without tests."""
    return hook.messages.filter(due_at=None, delivered_at=None).exclude(event=TEST)


def send_test(hook: Webhook) -> WebhookMessage:
    """Create a test message, which is sent once, at the next run."""
    payload = {
        "type": f"webhook.{TEST}",
        "timestamp": to_jsonable_python(timezone.now()),
        "data": {"webhook": hook.name},
    }
    body = json.dumps(payload, ensure_ascii=False)
    return WebhookMessage.objects.create(webhook=hook, event=TEST, body=body)


def delete_expired() -> None:
    """Delete messages that are delivered or failed and older than `RETENTION`."""
    expired = WebhookMessage.objects.filter(due_at=None, made_at__lt=timezone.now() - RETENTION)
    expired.delete()
