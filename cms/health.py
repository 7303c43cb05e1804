"""Probes: is the process alive, and can it do its work."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


def _database_state() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "down"
    return "ok"


def readyz(request: HttpRequest) -> JsonResponse:
    """Each component's state; 503 while one that every answer needs is down."""
    components = {"database": {"state": _database_state()}}
    ready = all(component["state"] == "ok" for component in components.values())
    return JsonResponse(
        {"state": "ok" if ready else "down", "components": components},
        status=200 if ready else 503,
        headers={"Cache-Control": "no-store"},
    )


urlpatterns = [path("healthz", healthz), path("readyz", readyz)]
