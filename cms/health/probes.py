"""Probes of liveness and readiness."""

from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from cms.health.registry import health_components

NO_STORE = {"Cache-Control": "no-store"}


def healthz(request: HttpRequest) -> HttpResponse:
    """Return 200 while the process answers requests."""
    return HttpResponse("ok\n", content_type="text/plain", headers=NO_STORE)


def _database_state() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "down"
    return "ok"


def _other_components() -> dict[str, Any]:
    """Return the components that apps have added; one that cannot be read is `unknown`."""
    states: dict[str, Any] = {}
    for name, components in health_components.entries().items():
        try:
            states |= components()
        except Exception as error:
            states[name] = {"state": "unknown", "error": type(error).__name__}
    return states


def readyz(request: HttpRequest) -> JsonResponse:
    """Return each component's state; 503 only while the database is down.

    `degraded` means that all pages are served, but a component needs attention.
    """
    components: dict[str, Any] = {"database": {"state": _database_state()}}
    ready = components["database"]["state"] == "ok"
    if ready:
        components |= _other_components()
    well = all(component["state"] == "ok" for component in components.values())
    return JsonResponse(
        {"state": "ok" if well else "degraded" if ready else "down", "components": components},
        status=200 if ready else 503,
        headers=NO_STORE,
    )
