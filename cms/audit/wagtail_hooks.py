"""The audit log in the admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.audit.report import URL_NAME, policy, report, results


class AuditLogMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy.user_has_permission(request.user, "view"))


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("reports/audit-log/", report, name=URL_NAME),
        path("reports/audit-log/results/", results, name=f"{URL_NAME}_results"),
    ]


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    return AuditLogMenuItem("Audit log", reverse(URL_NAME), icon_name="history", order=900)


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="audit")
