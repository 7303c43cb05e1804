"""The history of webhooks in the admin."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from wagtail_modeladmin.options import ModelAdmin

from cms.delivery.models import WebhookMessage
from cms.read_only import ReadOnlyPermissions


class WebhookMessageAdmin(ModelAdmin):
    model: Any = WebhookMessage
    menu_label = "Webhook history"
    menu_icon = "history"
    permission_helper_class = ReadOnlyPermissions
    inspect_view_enabled = True
    inspect_view_fields = [
        "webhook", "message_id", "event", "body", "made_at", "tries", "status", "took_ms",
        "response", "error", "delivered_at", "due_at",
    ]  # fmt: skip
    list_display: Any = ("message_id", "webhook", "event", "made_at", "outcome", "tries", "again")
    list_filter: Any = ("webhook", "event", "status")
    search_fields: Any = ("message_id", "error")

    def get_queryset(self, request: Any) -> "QuerySet[WebhookMessage]":
        messages: QuerySet[WebhookMessage] = super().get_queryset(request)
        return messages.select_related("webhook")

    def outcome(self, message: WebhookMessage) -> str:
        if message.delivered_at:
            return f"delivered ({message.status})"
        detail = message.error or (f"answered {message.status}" if message.status else "")
        if message.due_at is None:
            return f"failed: {detail}"
        return f"will retry: {detail}" if detail else "queued"

    def again(self, message: WebhookMessage) -> str:
        """Return a button of the form that the listing's template adds."""
        return format_html(
            '<button class="button button-small" form="act" formaction="{}" '
            'aria-label="Send {} again">Send again</button>',
            reverse("webhook_send_again", args=[message.pk]),
            message.message_id,
        )

    again.short_description = ""  # type: ignore[attr-defined]
