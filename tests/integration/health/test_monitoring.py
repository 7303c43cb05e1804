"""The alert rules and the dashboard name metrics, labels and places in the docs that exist."""

import json
import re

import pytest
import yaml
from django.db import OperationalError
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.parser import text_string_to_metric_families

from cms.changes import log
from cms.changes.models import Kind
from cms.changes.readers import readers
from cms.health.registry import metric_sources
from tests.servers.site import ROOT

pytestmark = pytest.mark.django_db
HERE = {"Host": "127.0.0.1"}
RULES = [
    rule
    for group in yaml.safe_load((ROOT / "monitoring/alerts.yml").read_text())["groups"]
    for rule in group["rules"]
]
PANELS = json.loads((ROOT / "monitoring/dashboard.json").read_text())["panels"]
EXPRESSIONS = [rule["expr"] for rule in RULES] + [
    target["expr"] for panel in PANELS for target in panel["targets"]
]
OF_PROMETHEUS = {"up"}
NOT_NAMES = re.compile(r"\b(by|max|sum|rate|increase)\b|\{[^}]*\}|\[[^]]*\]|by \([^)]*\)")
LABELS = re.compile(r"by \(([^)]*)\)|(\w+)=\"")
OF_SCRAPES = {"instance", "job"}


@pytest.fixture
def families(client):
    for each in readers():
        if hasattr(each, "start_over"):
            each.start_over()
    log.append(Kind.PUBLISHED, [1])
    text = client.get("/metrics", headers=HERE).text
    return {family.name: family for family in text_string_to_metric_families(text)}


def names(expression):
    without_grouping = re.sub(r"by \([^)]*\)", "", expression)
    return set(re.findall(r"[a-z_]{2,}", NOT_NAMES.sub("", without_grouping)))


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_metric_exists(expression, families):
    assert names(expression)
    assert names(expression) <= families.keys() | OF_PROMETHEUS


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_label_exists(expression, families):
    labels = {label for pair in LABELS.findall(expression) for label in pair if label}
    exported = {
        label
        for name in names(expression) & families.keys()
        for sample in families[name].samples
        for label in sample.labels
    }

    assert labels <= exported | OF_SCRAPES


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_every_alert_leads_to_a_heading_of_the_docs(rule):
    path, _, anchor = rule["annotations"]["runbook"].partition("#")
    headings = re.findall(r"^##+ (.+)$", (ROOT / path).read_text(), re.MULTILINE)

    assert anchor in {heading.lower().replace(" ", "-") for heading in headings}


def test_every_metric_of_the_site_is_on_the_dashboard_or_in_an_alert(families):
    watched = {name for expression in EXPRESSIONS for name in names(expression)}

    assert families.keys() <= watched


def test_a_source_that_fails_leaves_the_others(client, replace_entries):
    def away():
        raise OperationalError

    def fine():
        yield GaugeMetricFamily("fine", "A source.", value=1)

    replace_entries(metric_sources, {"away": away, "fine": fine})
    text = client.get("/metrics", headers=HERE).text

    assert "fine 1.0" in text
    assert 'metric_source_failed{source="away"} 1.0' in text
    assert 'metric_source_failed{source="fine"} 0.0' in text
