"""One transaction around each request that may change pages.

Wagtail's views save, log and signal in several steps; a crash between them would leave a
change that no reader hears of, and a refusal half-done work. Safe requests open no
transaction: on SQLite it would be a write lock. The log-in is left out, because what it
counts (failed attempts) must outlive its refusal.
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
    """Stands last, so that other middleware writes (sessions, log-in throttling) stay outside."""

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
