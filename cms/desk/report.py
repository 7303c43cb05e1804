"""Reports → Content checks: the findings about all pages."""

from typing import Any

import django_filters
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from cms.content.checks.registry import labels
from cms.desk.checking import current
from cms.desk.models import ContentFinding

URL_NAME = "content_checks"


class ContentChecksFilters(WagtailFilterSet):
    code = django_filters.ChoiceFilter(label="Check", choices=lambda: labels().items())

    class Meta:
        model = ContentFinding
        fields = ["code"]


class ContentChecksView(ReportView):
    """Lists findings about the pages that the user may edit."""

    page_title: Any = "Content checks"
    header_icon: Any = "check"
    index_url_name: Any = URL_NAME
    index_results_url_name: Any = f"{URL_NAME}_results"
    filterset_class: Any = ContentChecksFilters
    model: Any = ContentFinding
    permission_policy: Any = page_permission_policy
    any_permission_required: Any = ("add", "change", "publish")
    is_searchable: Any = False
    no_results_message: Any = "Nothing to fix: every page that you may edit passes."
    list_export: Any = ("page.title", "page.url", "get_code_display", "message")
    export_headings: Any = {
        "page.title": "Page",
        "page.url": "Address",
        "get_code_display": "Check",
        "message": "Finding",
    }
    columns: Any = (
        TitleColumn("page", label="Page", accessor="page.title", get_url=lambda f: edit_url(f)),
        Column("code", label="Check", accessor="get_code_display"),
        Column("message", label="Finding"),
    )

    def get_filename(self) -> str:
        return "content-checks"

    def get_base_queryset(self) -> Any:
        return current(editable_pages(self.request)).select_related("page").order_by("page__path")


def editable_pages(request: HttpRequest) -> Any:
    return page_permission_policy.instances_user_has_permission_for(request.user, "change")


def edit_url(finding: ContentFinding) -> str:
    return reverse("wagtailadmin_pages:edit", args=[finding.page_id])


def report(request: HttpRequest) -> HttpResponseBase:
    return ContentChecksView.as_view()(request)


def results(request: HttpRequest) -> HttpResponseBase:
    return ContentChecksView.as_view(results_only=True)(request)
