"""Sends what is due: again and again, ever later, until it is taken or given up.

The pauses are those that Standard Webhooks recommends: ten tries in some three days.
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

from cms.delivery.webhooks.address import ForbiddenAddressError, post
from cms.delivery.webhooks.models import TEST, Webhook, WebhookMessage
from cms.delivery.webhooks.signature import sign

MINUTE, HOUR = 60, 3600
PAUSES = (5, 5 * MINUTE, 30 * MINUTE, *(hours * HOUR for hours in (2, 5, 10, 14, 20, 24)))
AT_ONCE = 8  # webhooks
MOST_OF_ONE = 20  # messages to one webhook at a turn
TIMEOUT = 10.0  # seconds
KEPT = timedelta(days=30)

logger = logging.getLogger(__name__)


class Outcome(NamedTuple):
    """How one request ended: with a status and a response, or with an error."""

    status: int | None
    error: str
    response: str = ""
    took_ms: int = 0

    @property
    def is_taken(self) -> bool:
        return self.status is not None and HTTPStatus(200) <= self.status < HTTPStatus(300)


def send_due() -> None:
    """One turn; webhooks side by side, the messages to each in their order."""
    is_wanted = Q(webhook__is_active=True) | Q(event=TEST)
    due = WebhookMessage.objects.filter(is_wanted, due_at__lte=timezone.now())
    waiting: dict[Webhook, list[WebhookMessage]] = defaultdict(list)
    for message in due.select_related("webhook").order_by("pk")[:1000]:
        if len(waiting[message.webhook]) < MOST_OF_ONE:
            waiting[message.webhook].append(message)
    if not waiting:
        return
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook") as pool:
        for sent in pool.map(_send_in_order, waiting.items()):
            for message, outcome in sent:
                _note(message, outcome)


def _send_in_order(
    waiting: tuple[Webhook, Sequence[WebhookMessage]],
) -> list[tuple[WebhookMessage, Outcome]]:
    """Stops at the first failure: where one cannot be delivered, the next need not hurry."""
    hook, messages = waiting
    sent = []
    for message in messages:
        outcome = attempt(hook, message)
        sent.append((message, outcome))
        if not outcome.is_taken:
            break
    return sent


def attempt(hook: Webhook, message: WebhookMessage) -> Outcome:
    """One request; every try of a message carries the same id."""
    timestamp = int(time.time())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "what-we-do-webhooks",
        "Webhook-Id": message.message_id,
        "Webhook-Timestamp": str(timestamp),
        "Webhook-Signature": sign(hook.secrets(), message.message_id, timestamp, message.body),
    }
    began = time.monotonic()
    try:
        response = post(hook.url, message.body.encode(), headers, TIMEOUT)
    except ForbiddenAddressError as error:
        return Outcome(None, str(error))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Outcome(None, f"{type(error).__name__}: {error}"[:300])
    took = round((time.monotonic() - began) * 1000)
    return Outcome(response.status, "", response.text, took)


def _note(message: WebhookMessage, outcome: Outcome) -> None:
    now = timezone.now()
    message.tries += 1
    message.status, message.error = outcome.status, outcome.error
    message.response, message.took_ms = outcome.response, outcome.took_ms
    message.due_at = None
    if outcome.is_taken:
        message.delivered_at = now
    elif message.event == TEST:
        pass  # an administrator looks at the outcome, and tries again
    elif outcome.status == HTTPStatus.GONE:
        _switch_off(message.webhook)
    elif message.tries <= len(PAUSES):
        pause = PAUSES[message.tries - 1] * random.uniform(1, 1.2)  # noqa: S311 -- spreads load
        message.due_at = now + timedelta(seconds=pause)
    else:
        logger.warning("Message %s was given up after %d tries.", message.pk, message.tries)
    message.save(
        update_fields=[
            *("tries", "status", "error", "due_at", "delivered_at", "response", "took_ms")
        ],
    )


def _switch_off(hook: Webhook) -> None:
    """Switch a webhook off, as 410 means."""
    logger.warning("Webhook %s answered 410 and is switched off.", hook.pk)
    Webhook.objects.filter(pk=hook.pk).update(is_active=False)


def send_again(messages: "QuerySet[WebhookMessage]") -> int:
    """Send messages at the next turn, with the same ids, their tries counted from none.

    Returns how many.
    """
    with transaction.atomic():
        return messages.update(due_at=timezone.now(), tries=0, delivered_at=None, error="")


def given_up(hook: Webhook) -> "QuerySet[WebhookMessage]":
    """Return the messages that the webhook never took and that are not tried any more."""
    return hook.messages.filter(due_at=None, delivered_at=None).exclude(event=TEST)


def send_test(hook: Webhook) -> WebhookMessage:
    """Make a message that says nothing but that it is a test; sent once, at the next turn."""
    payload = {
        "type": f"webhook.{TEST}",
        "timestamp": timezone.now().isoformat(),
        "data": {"webhook": hook.name},
    }
    body = json.dumps(payload, ensure_ascii=False)
    return WebhookMessage.objects.create(webhook=hook, event=TEST, body=body)


def forget_old() -> None:
    """Drops settled messages past the time that they are kept."""
    old = WebhookMessage.objects.filter(due_at=None, made_at__lt=timezone.now() - KEPT)
    old.delete()
