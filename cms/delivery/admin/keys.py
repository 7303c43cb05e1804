"""The admin of delivery keys; a new key is shown once."""

from typing import Any

from django.http import HttpResponse
from django.utils.html import format_html
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import CreateView

from cms.delivery.models import DeliveryKey

FIELDS = ("name", "reads_drafts", "reads_restricted", "allows_more_requests", "site", "expires_on")


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
    list_filter: Any = ("site", "reads_drafts", "reads_restricted", "allows_more_requests")
    search_fields: Any = ("name", "prefix")
    edit_handler = ObjectList(
        [FieldPanel(name) for name in FIELDS],
        base_form_class=KeyForm,
    )

    def scope_names(self, key: DeliveryKey) -> str:
        return ", ".join(sorted(key.scopes)) or "public"

    scope_names.short_description = "scopes"  # type: ignore[attr-defined]
