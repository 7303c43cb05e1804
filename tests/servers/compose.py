"""The services of the compose file, for tests that start them as processes."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.servers.site import ROOT

FILE: Path = ROOT / "docker-compose.yml"
VARIABLE = re.compile(r"\$\{(\w+)(?::[-?]([^}]*))?\}")


def services() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text())["services"]


def environment(
    service: Mapping[str, Any], shell_variables: Mapping[str, str], addresses: Mapping[str, str]
) -> dict[str, str]:
    """Return a service's variables, filled as compose would, with other hosts' addresses.

    `shell_variables` are those of the shell that starts compose; `addresses` maps `host:port`
    inside the compose network to the address at which the server listens here.
    """

    def filled(text: str) -> str:
        text = VARIABLE.sub(lambda match: shell_variables.get(match[1], match[2] or ""), text)
        for inside, here in addresses.items():
            text = text.replace(inside, here)
        return text

    return {name: filled(str(value)) for name, value in service["environment"].items()}
