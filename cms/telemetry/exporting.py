"""Traces and metrics for a collector of OpenTelemetry, over OTLP and HTTP.

The SDK reads its own variables, such as OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER and
OTEL_EXPORTER_OTLP_HEADERS, besides the endpoint.
"""

import os
import socket
from collections.abc import Callable, Iterable
from typing import Any

from django.db import DatabaseError, close_old_connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from opentelemetry import metrics, trace
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.metrics import CallbackOptions, Observation
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from cms.health.outage import OutageError
from cms.health.registry import metric_sources
from cms.telemetry.spans import span, use_tracer

METRICS = {
    "change_reader_lag_seconds": "Age of the oldest change that a reader has not read.",
    "change_reader_behind": "Changes that a reader has not read.",
    "change_reader_failing": "Whether a reader's last attempt failed.",
}


def start_exporting() -> None:
    """Export spans and the readers' progress from this process until it ends."""
    resource = Resource.create(
        {
            "service.name": os.environ.get("OTEL_SERVICE_NAME", "cms"),
            "service.instance.id": f"{socket.gethostname()}-{os.getpid()}",
        }
    )
    tracing = TracerProvider(resource=resource)
    tracing.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(tracing)
    use_tracer(tracing.get_tracer("cms"))
    connection_created.connect(_trace_queries, dispatch_uid="telemetry")
    reader = PeriodicExportingMetricReader(OTLPMetricExporter())
    measuring = MeterProvider([reader], resource=resource)
    metrics.set_meter_provider(measuring)
    meter = measuring.get_meter("cms")
    for name, text in METRICS.items():
        meter.create_observable_gauge(name, [_observed(name)], description=text)


def _observed(name: str) -> Callable[[CallbackOptions], Iterable[Observation]]:
    """Return a callback that reads one metric of the change log as /metrics has it."""

    def observe(options: CallbackOptions) -> Iterable[Observation]:
        try:
            for metric in metric_sources.entries()["changes"]():
                if metric.name == name:
                    for sample in metric.samples:
                        yield Observation(float(sample.value), sample.labels)
        except (DatabaseError, OutageError):
            return
        finally:
            close_old_connections()

    return observe


def _trace_queries(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if _query_span not in connection.execute_wrappers:
        connection.execute_wrappers.append(_query_span)


def _query_span(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Record a statement, without its values, if it is part of a recorded request."""
    if not trace.get_current_span().is_recording():
        return execute(sql, params, many, context)
    attributes = {"db.system.name": context["connection"].vendor, "db.query.text": str(sql)}
    with span(str(sql).split(None, 1)[0], attributes):
        return execute(sql, params, many, context)
