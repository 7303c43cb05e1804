"""Probes: is the process alive, can it do its work, and how is it faring."""

import ipaddress
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.module_loading import import_string

NO_STORE = {"Cache-Control": "no-store"}
type Components = Mapping[str, Mapping[str, object]]
type Gauge = tuple[str, str, Mapping[str, str], float]


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain", headers=NO_STORE)


def _database_state() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "down"
    return "ok"


def _other_components() -> dict[str, Any]:
    """What the functions named by `HEALTH_COMPONENTS` say; one that fails says just that."""
    found: dict[str, Any] = {}
    for name in settings.HEALTH_COMPONENTS:
        try:
            found |= import_string(name)()
        except Exception as error:
            found[name.rpartition(".")[0]] = {"state": "unknown", "error": type(error).__name__}
    return found


def readyz(request: HttpRequest) -> JsonResponse:
    """Each component's state; 503 only while the database, which every answer needs, is down.

    `degraded` means that all pages are served, but something behind them needs a look.
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


def metrics(request: HttpRequest) -> HttpResponse:
    """Gauges in Prometheus' text format, for scrapers that ask this process without a proxy."""
    if not _is_near(request):
        raise Http404
    lines: list[str] = []
    described: set[str] = set()
    for name in settings.METRICS:
        gauges: list[Gauge] = import_string(name)()
        for gauge, description, labels, value in sorted(gauges, key=lambda each: each[0]):
            if gauge not in described:
                described.add(gauge)
                lines += [f"# HELP {gauge} {description}", f"# TYPE {gauge} gauge"]
            of = ",".join(f'{key}="{text}"' for key, text in labels.items())
            lines.append(f"{gauge}{{{of}}} {value}" if of else f"{gauge} {value}")
    text = "\n".join([*lines, ""])
    return HttpResponse(text, content_type="text/plain; version=0.0.4", headers=NO_STORE)


def _is_near(request: HttpRequest) -> bool:
    """Whether the request comes from this machine or its network, and not by way of a proxy."""
    if {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED"} & request.META.keys():
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_private
    except ValueError:
        return False


urlpatterns = [path("healthz", healthz), path("readyz", readyz), path("metrics", metrics)]
