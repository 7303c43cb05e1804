"""Models of the delivery API: keys and previewed drafts."""

from cms.delivery.keys import DeliveryKey
from cms.delivery.preview import PreviewedDraft
from cms.delivery.webhooks.models import Webhook, WebhookMessage

__all__ = ["DeliveryKey", "PreviewedDraft", "Webhook", "WebhookMessage"]
