"""Metrics in Prometheus' text format.

They are not public. If `METRICS_TOKEN` is set, it is required as a bearer token, from any address.
Otherwise only direct requests from this machine are answered: requests through a proxy have a
public host or a forwarding header.
"""

import hmac
import ipaddress
from collections.abc import Iterable

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from cms.health.outage import OutageError
from cms.health.registry import metric_sources

FORWARDED = frozenset(
    f"HTTP_{name}" for name in ("FORWARDED", "VIA", "X_FORWARDED_FOR", "X_REAL_IP")
)
NO_STORE = {"Cache-Control": "no-store"}


class _Sources(Collector):
    """Collects the metrics of all sources that apps have added.

    A source that needs a service which is away is left out, and counted in
    `metric_source_failed`.
    """

    def collect(self) -> Iterable[Metric]:
        failed = GaugeMetricFamily(
            "metric_source_failed", "Whether a source of metrics is left out.", labels=["source"]
        )
        for name, source in metric_sources.entries().items():
            try:
                metrics = list(source())
            except (DatabaseError, OutageError):
                metrics = []
                failed.add_metric([name], 1)
            else:
                failed.add_metric([name], 0)
            yield from metrics
        yield failed


def metrics(request: HttpRequest) -> HttpResponse:
    """Return all metrics; raises Http404 for clients that are not allowed to read them."""
    if not _is_allowed(request):
        raise Http404
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Sources())
    return HttpResponse(
        generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4, headers=NO_STORE
    )


def _is_allowed(request: HttpRequest) -> bool:
    if token := settings.METRICS_TOKEN:
        sent = request.META.get("HTTP_AUTHORIZATION", "")
        return hmac.compare_digest(sent.encode(), f"Bearer {token}".encode())
    if FORWARDED & request.META.keys():
        return False
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    return _is_loopback(request.META.get("REMOTE_ADDR", "")) and _is_loopback(host)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
