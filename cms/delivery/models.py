"""Models of the delivery API: documents of pages, keys, previewed drafts, webhooks."""

from cms.delivery.documents.models import DocumentsState, PageDay, PageDocument
from cms.delivery.keys import DeliveryKey
from cms.delivery.preview import PreviewedDraft
from cms.delivery.webhooks.models import Webhook, WebhookMessage

__all__ = [
    "DeliveryKey",
    "DocumentsState",
    "PageDay",
    "PageDocument",
    "PreviewedDraft",
    "Webhook",
    "WebhookMessage",
]
