"""The audit log in the admin's Reports menu."""

from typing import Any

import django_filters
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from cms.audit.models import Action, AuditEntry

URL_NAME = "audit_log"
policy = ModelPermissionPolicy(AuditEntry)


class AuditLogFilters(WagtailFilterSet):
    action = django_filters.ChoiceFilter(choices=Action.choices)
    actor = django_filters.CharFilter(lookup_expr="icontains")
    object_name = django_filters.CharFilter(label="Object", lookup_expr="icontains")
    at = django_filters.DateFromToRangeFilter(label="Time", widget=DateRangePickerWidget)

    class Meta:
        model = AuditEntry
        fields = ["action", "actor", "object_name", "at"]


class AuditLogView(ReportView):
    page_title: Any = "Audit log"
    header_icon: Any = "history"
    index_url_name: Any = URL_NAME
    index_results_url_name: Any = f"{URL_NAME}_results"
    filterset_class: Any = AuditLogFilters
    model: Any = AuditEntry
    permission_policy: Any = policy
    any_permission_required: Any = ("view",)
    is_searchable: Any = False
    list_export: Any = (
        *("at", "get_action_display", "actor", "object_type", "object_id", "object_name"),
        *("network", "details"),
    )
    export_headings: Any = {"get_action_display": "Action"}
    columns: Any = (
        DateColumn("at", label="Time"),
        Column("action", label="Action", accessor="get_action_display"),
        Column("actor", label="Who"),
        Column("object_name", label="Object"),
        Column("network", label="Network"),
        Column("details", label="Details", accessor=lambda entry: format_details(entry.details)),
    )

    def get_filename(self) -> str:
        return "audit-log"

    def get_base_queryset(self) -> Any:
        return AuditEntry.objects.order_by("-at", "-pk")


def format_details(details: dict[str, Any]) -> str:
    """Return the details as a line of text, like `fields: email, is_active`."""
    parts = (
        (name.replace("_", " "), ", ".join(value) if isinstance(value, list) else str(value))
        for name, value in details.items()
    )
    return "; ".join(f"{name}: {value}" for name, value in parts)


def report(request: HttpRequest) -> HttpResponseBase:
    return AuditLogView.as_view()(request)


def results(request: HttpRequest) -> HttpResponseBase:
    return AuditLogView.as_view(results_only=True)(request)
