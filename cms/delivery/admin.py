"""Keys and webhooks in the admin: made, rotated, looked at, sent again."""

from typing import Any

from django import forms
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import CreateView

from cms.delivery.models import DeliveryKey, Webhook, WebhookMessage
from cms.delivery.webhooks.models import EVENTS
from cms.delivery.webhooks.sending import send_again
from cms.maintenance.admin.banner import format_time


class KeyForm(WagtailAdminModelForm):
    def save(self, commit: bool = True) -> Any:
        """Save a new key; the view shows it once."""
        if not self.instance.pk:
            self.instance.issued = self.instance.issue()
        return super().save(commit)


class KeyCreateView(CreateView):
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        payload = "The key, shown only now: {}"
        messages.warning(self.request, format_html(payload, self.get_instance().issued))
        return response


class DeliveryKeyAdmin(ModelAdmin):
    model: Any = DeliveryKey
    menu_label = "Delivery keys"
    menu_icon = "key"
    create_view_class = KeyCreateView
    list_display: Any = ("__str__", "scope_names", "site", "expires_on", "used_on")
    list_filter: Any = ("site", "reads_drafts", "asks_more")
    search_fields: Any = ("name", "prefix")
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("name", "reads_drafts", "asks_more", "site", "expires_on")],
        base_form_class=KeyForm,
    )

    def scope_names(self, key: DeliveryKey) -> str:
        return ", ".join(sorted(key.scopes)) or "public"

    scope_names.short_description = "scopes"  # type: ignore[attr-defined]


class WebhookForm(WagtailAdminModelForm):
    events = forms.MultipleChoiceField(
        choices=[(event, event.capitalize()) for event in EVENTS],
        widget=forms.CheckboxSelectMultiple,
        help_text="The kinds of changes to send.",
    )
    rotate = forms.BooleanField(
        label="New secret",
        required=False,
        help_text="Makes a new secret when saved; requests are signed with both for a day.",
    )

    def save(self, commit: bool = True) -> Any:
        if self.cleaned_data.get("rotate"):
            self.instance.rotate()
        return super().save(commit)


class WebhookAdmin(ModelAdmin):
    model: Any = Webhook
    menu_label = "Webhooks"
    menu_icon = "link-external"
    list_display: Any = ("name", "url", "is_active", "delivered", "waiting")
    list_filter: Any = ("is_active",)
    search_fields: Any = ("name", "url")
    edit_handler = ObjectList(
        [
            *(FieldPanel(name) for name in ("name", "url", "events", "site", "is_active")),
            FieldPanel("secret", read_only=True),
            FieldPanel("rotate"),
        ],
        base_form_class=WebhookForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return (
            super()
            .get_queryset(request)
            .annotate(
                last_delivery=Max("messages__delivered_at"),
                waiting=Count("messages", filter=~Q(messages__due_at=None)),
            )
        )

    def delivered(self, hook: Any) -> str:
        return format_time(hook.last_delivery) if hook.last_delivery else "nothing yet"

    def waiting(self, hook: Any) -> int:
        return int(hook.waiting)


class OnlyLooked(PermissionHelper):
    """Messages are made by changes; people look at them and send them again."""

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


class WebhookMessageAdmin(ModelAdmin):
    model: Any = WebhookMessage
    menu_label = "Webhook history"
    menu_icon = "history"
    permission_helper_class = OnlyLooked
    inspect_view_enabled = True
    inspect_view_fields = [
        "webhook", "message_id", "event", "body", "made_at", "tries", "status", "error",
        "delivered_at", "due_at",
    ]  # fmt: skip
    list_display: Any = ("message_id", "webhook", "event", "made_at", "outcome", "tries", "again")
    list_filter: Any = ("webhook", "event", "status")
    search_fields: Any = ("message_id", "error")

    def get_queryset(self, request: Any) -> "QuerySet[WebhookMessage]":
        found: QuerySet[WebhookMessage] = super().get_queryset(request)
        return found.select_related("webhook")

    def outcome(self, message: WebhookMessage) -> str:
        if message.delivered_at:
            return f"delivered ({message.status})"
        payload = message.error or (f"answered {message.status}" if message.status else "")
        if message.due_at is None:
            return f"given up: {payload}"
        return f"waits: {payload}" if payload else "waits"

    def again(self, message: WebhookMessage) -> str:
        """The button belongs to the form that the listing's template adds."""
        return format_html(
            '<button class="button button-small" form="act" formaction="{}" '
            'aria-label="Send {} again">Send again</button>',
            reverse("webhook_send_again", args=[message.pk]),
            message.message_id,
        )

    again.short_description = ""  # type: ignore[attr-defined]


@require_POST
def send_again_view(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("delivery.change_webhook"):
        denied: HttpResponse = permission_denied(request)
        return denied
    message = get_object_or_404(WebhookMessage, pk=pk)
    send_again(message)
    messages.success(request, f"“{message}” is sent again.")
    return redirect(WebhookMessageAdmin().url_helper.index_url)


class DeliveryGroup(ModelAdminGroup):
    menu_label = "API"
    menu_icon = "code"
    menu_order = 350
    items = (DeliveryKeyAdmin, WebhookAdmin, WebhookMessageAdmin)
