"""Telemetry that is not set costs nothing, and one that cannot work stops the start."""

import pytest

from tests.servers.production import production_environment, run

LOADED = """
import sys, django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
heavy = ("cms.telemetry.exporting", "opentelemetry.exporter", "sentry_sdk")
print([name for name in sys.modules if name.startswith(heavy)])
"""


def test_nothing_is_imported(tmp_path):
    ended = run(production_environment(tmp_path), "-c", LOADED)

    assert ended.stdout.strip().endswith("[]"), ended.stdout + ended.stderr


@pytest.mark.parametrize("name", ["OTEL_EXPORTER_OTLP_ENDPOINT", "SENTRY_DSN"])
def test_a_malformed_address_ends_the_start_with_one_line(tmp_path, name):
    ended = run(production_environment(tmp_path, **{name: "collector"}), "manage.py", "check")

    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Configuration: {name} is malformed: ")
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "package"),
    [("OTEL_EXPORTER_OTLP_ENDPOINT", "opentelemetry.sdk"), ("SENTRY_DSN", "sentry_sdk")],
)
def test_missing_packages_end_the_start_with_one_line(tmp_path, name, package):
    environment = production_environment(tmp_path, **{name: "http://key@127.0.0.1:9/1"})
    hidden = f"import sys; sys.modules[{package!r}] = None; import django; django.setup()"
    ended = run(environment, "-c", hidden)

    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Configuration: {name} needs the packages of")
    assert len(ended.stderr.splitlines()) == 1
