"""One transaction around each request that may change pages.

Wagtail's views save, log and send signals in several steps. A crash between them would leave a
change that no reader is notified of, and a refused request could leave half of its changes. Safe
requests open no transaction, because on SQLite it would take the write lock. The log-in is left
out: the failed attempts that it counts must be saved even if it is refused.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
View = Callable[..., HttpResponseBase]


class AtomicChangesMiddleware(MiddlewareMixin):
    """Must come last, so that other middleware writes (sessions) outside the transaction."""

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if request.method in SAFE_METHODS or not request.path.startswith(settings.ATOMIC_PATHS):
            return None
        if request.path == reverse("wagtailadmin_login"):
            return None
        with transaction.atomic():
            response = view(request, *args, **kwargs)
            if response.status_code >= 400:
                transaction.set_rollback(True)
            return response
