"""Spans and metrics of the deployed site, as a collector of OpenTelemetry receives them."""

import time
import urllib.request

import pytest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.integration.telemetry.collector import collecting
from tests.servers.ports import free_port
from tests.servers.prepared import demo_content
from tests.servers.production import production_environment, serving

PATIENCE = 60  # seconds
API = "/api/delivery/v1"
WORDS = "maria@example.org"


@pytest.fixture(scope="module")
def collector(tmp_path_factory):
    """Serve a page, a search and a missing page, and collect what is sent meanwhile."""
    folder = demo_content(tmp_path_factory.mktemp("data"))
    environment = production_environment(folder, PORT=str(free_port()), TRUSTED_PROXIES="1")
    with collecting() as receiver:
        variables = {
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{receiver.port}",
            "OTEL_BSP_SCHEDULE_DELAY": "200",
            "OTEL_METRIC_EXPORT_INTERVAL": "500",
        }
        with serving(environment | variables):
            for path in (f"{API}/page/?path=/what-we-do/", f"{API}/search/?q={WORDS}"):
                get(environment, path)
            deadline = time.monotonic() + PATIENCE
            while time.monotonic() < deadline:
                names = {span.name for span in spans(receiver)}
                lags = [
                    name for name, _ in metrics(receiver) if name == "change_reader_lag_seconds"
                ]
                if {"engine", f"GET {API}/page/"} <= names and lags:
                    break
                time.sleep(0.2)
        yield receiver


def get(environment, path):
    headers = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "192.0.2.77",
        "Host": "localhost",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    }
    url = f"http://127.0.0.1:{environment['PORT']}{path}"
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as response:
        assert response.status == 200


def spans(collector):
    requests = map(ExportTraceServiceRequest.FromString, collector.bodies("/v1/traces"))
    scopes = (
        scope
        for each in requests
        for resource in each.resource_spans
        for scope in resource.scope_spans
    )
    return [span for scope in scopes for span in scope.spans]


def metrics(collector):
    requests = map(ExportMetricsServiceRequest.FromString, collector.bodies("/v1/metrics"))
    scopes = (
        scope
        for each in requests
        for resource in each.resource_metrics
        for scope in resource.scope_metrics
    )
    return [
        (
            metric.name,
            {attribute.key: attribute.value.string_value for attribute in point.attributes},
        )
        for scope in scopes
        for metric in scope.metrics
        for point in metric.gauge.data_points
    ]


def attributes(span):
    return {each.key: each.value.string_value or each.value.int_value for each in span.attributes}


def below(parent, name, collector):
    """Return the children of a span with a name; the worker searches, too."""
    children = (each for each in spans(collector) if each.parent_span_id == parent.span_id)
    return [each for each in children if each.name == name]


def test_a_page_is_a_span_with_its_queries_below(collector):
    page = next(each for each in spans(collector) if each.name == f"GET {API}/page/")
    queries = [each for each in spans(collector) if each.parent_span_id == page.span_id]

    assert attributes(page)["http.response.status_code"] == 200
    assert queries
    assert all(attributes(each)["db.system.name"] == "sqlite" for each in queries)
    assert any("wagtailcore_page" in attributes(each)["db.query.text"] for each in queries)


def test_a_search_has_its_engine_below(collector):
    (request,) = (each for each in spans(collector) if each.name == f"GET {API}/search/")
    (search,) = below(request, "search", collector)
    (engine,) = below(search, "engine", collector)

    assert attributes(engine) == {"engine": "embedded"}


def test_the_trace_of_the_proxy_goes_on(collector):
    page = next(each for each in spans(collector) if each.name == f"GET {API}/page/")

    assert page.trace_id.hex() == "0af7651916cd43dd8448eb211c80319c"
    assert page.parent_span_id.hex() == "b7ad6b7169203331"


def test_the_lag_of_each_reader_is_a_metric(collector):
    readers = {labels["reader"] for name, labels in metrics(collector) if "lag" in name}

    assert {"index-embedded", "documents"} <= readers


def test_nothing_that_a_visitor_sends_is_exported(collector):
    sent = b"".join(body for _, body in collector.posts)

    assert sent
    for secret in (WORDS, "192.0.2.77", "what-we-do/"):
        assert secret.encode() not in sent
