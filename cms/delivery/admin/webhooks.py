"""The admin of webhooks: forms, tests, rotation of secrets."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Count, Max, Q
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.models import get_page_models
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import InspectView

from cms.content.page import BasePage
from cms.delivery.models import Webhook
from cms.delivery.webhooks.models import EVENTS
from cms.delivery.webhooks.sending import failed_messages
from cms.maintenance.admin.banner import format_time

SHOWN_MESSAGES = 20  # of a webhook, the newest


class WebhookForm(WagtailAdminModelForm):
    events = forms.MultipleChoiceField(
        choices=[(event, event.capitalize()) for event in EVENTS],
        widget=forms.CheckboxSelectMultiple,
        help_text="The kinds of changes to send.",
    )
    page_types = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Send changes of pages of these types only. Leave empty for all types.",
    )
    languages = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Send changes of pages in these languages only. Leave empty for all languages.",
    )
    rotate = forms.BooleanField(
        label="New secret",
        required=False,
        help_text="Makes a new secret when saved; requests are signed with both for a day.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["page_types"].choices = [
            (model._meta.label, model.get_verbose_name().capitalize())
            for model in get_page_models()
            if issubclass(model, BasePage)
        ]
        fields["languages"].choices = settings.WAGTAIL_CONTENT_LANGUAGES

    def save(self, commit: bool = True) -> Any:
        """Save the webhook, with a new secret if `rotate` is ticked."""
        if self.cleaned_data.get("rotate"):
            self.instance.rotate()
        return super().save(commit)


class WebhookInspectView(InspectView):
    """A webhook with its newest messages and their responses, and buttons to send messages."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hook = self.instance
        context: dict[str, Any] = super().get_context_data(**kwargs)
        newest = hook.messages.all()[:SHOWN_MESSAGES]
        return context | {"newest_messages": newest, "failed_count": failed_messages(hook).count()}


FIELDS = ("name", "url", "events", "page_types", "languages", "site", "is_active")


class WebhookAdmin(ModelAdmin):
    model: Any = Webhook
    menu_label = "Webhooks"
    menu_icon = "link-external"
    inspect_view_enabled = True
    inspect_view_class = WebhookInspectView
    inspect_view_fields = FIELDS
    list_display: Any = ("name", "url", "is_active", "delivered", "waiting")
    list_filter: Any = ("is_active",)
    search_fields: Any = ("name", "url")
    edit_handler = ObjectList(
        [
            *(FieldPanel(name) for name in FIELDS),
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
