"""Histories of modeladmin's records, for those who may open the list of the records."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import HistoryView


class GuardedHistoryView(HistoryView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.permission_helper.user_can_list(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


def guard() -> None:
    """Make it the history view of every ModelAdmin: modeladmin's shows any record to any editor."""
    ModelAdmin.history_view_class = GuardedHistoryView
