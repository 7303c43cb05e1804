"""Registries of functions that report to probes and metrics."""

from collections.abc import Callable, Iterable, Mapping

from prometheus_client.metrics_core import Metric

from cms.registry import Registry

Components = Mapping[str, Mapping[str, object]]
"""Components by name, each with a `state` (`ok` if all is well) and further values."""

health_components = Registry[Callable[[], Components]]("health component", callable, "a function")
"""Functions that return components for `/readyz`."""
metric_sources = Registry[Callable[[], Iterable[Metric]]]("metric source", callable, "a function")
"""Functions that return metrics for `/metrics`."""
