"""The compose file is valid, and says what the site and its servers understand."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from cms.settings.environment import Environment

ROOT = Path(__file__).resolve().parents[4]
FILE = ROOT / "docker-compose.yml"
OURS = ("prepare", "web", "worker")


@pytest.fixture
def services():
    return yaml.safe_load(FILE.read_text())["services"]


def test_it_is_valid_against_the_compose_specification():
    command = [Path(sys.executable).parent / "check-jsonschema", "--builtin-schema"]

    subprocess.run([*command, "vendor.compose-spec", FILE], check=True, capture_output=True)


def test_every_variable_is_one_that_the_site_reads(services):
    variables = {name.upper() for name in Environment.model_fields} | {"DJANGO_SETTINGS_MODULE"}

    for name in OURS:
        assert set(services[name]["environment"]) <= variables


def test_every_server_has_a_healthcheck_and_is_waited_for(services):
    servers = set(services) - set(OURS) - {"proxy"}

    assert all("healthcheck" in services[name] for name in servers | {"web", "proxy"})
    assert set(services["prepare"]["depends_on"]) == servers
    assert set(services["web"]["depends_on"]) == {"prepare"}


def test_no_password_is_written_down(services):
    text = FILE.read_text()

    assert "${SECRET_KEY:?" in text
    assert "${ELASTIC_PASSWORD:?" in text
    assert "${POSTGRES_PASSWORD:?" in text
    assert not re.search(r"(?:SECRET_KEY|PASSWORD)(?:: |:-)[A-Za-z0-9]", text)


@pytest.mark.parametrize("name", OURS)
def test_our_commands_start_with_what_the_image_has(services, name):
    program, *arguments = services[name]["command"]

    assert program == "python"
    assert (ROOT / arguments[0]).exists() or arguments[:2] == ["-m", "cms.serve"]


def test_nothing_gains_rights(services):
    for service in services.values():
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_all_but_elasticsearch_write_only_to_volumes_and_memory(services):
    writing = {name for name, service in services.items() if not service.get("read_only")}

    assert writing == {"elasticsearch"}


def test_only_the_proxy_has_ports_and_on_this_machine_alone(services):
    ports = {name: service["ports"] for name, service in services.items() if "ports" in service}

    assert set(ports) == {"proxy"}
    assert all(port.startswith("127.0.0.1:") for port in ports["proxy"])


def test_the_proxy_has_every_variable_of_its_configuration(services):
    required = set(re.findall(r"\$\{(\w+)\}", (ROOT / "proxy/site.conf.template").read_text()))

    assert required <= {*services["proxy"]["environment"], "VARIABLES"}
