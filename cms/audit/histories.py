"""Restricts the history of a modeladmin record to users who may list the records."""

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


def restrict_to_listers() -> None:
    """Use the restricted view in every ModelAdmin; modeladmin's own checks no permission."""
    ModelAdmin.history_view_class = GuardedHistoryView
