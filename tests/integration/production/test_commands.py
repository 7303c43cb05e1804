"""Every management command, as a process, with the production settings on PostgreSQL."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.conftest import missing
from tests.servers import postgresql
from tests.servers.production import production_environment, run

OURS = ("cms", "search", "home", "whatwedo")
# In this order, because each may rely on what those before it made.
COMMANDS: dict[str, list[str]] = {
    "check": ["--deploy", "--fail-level", "WARNING"],
    "migrate": ["--noinput"],
    "prepare": [],
    "load_demo": ["--content-only"],
    "import_content": ["{lines}", "--under", "/"],
    "maintenance": ["list"],
    "search_worker": ["--once"],
    "search_rebuild": [],
    "search_check": [],
    "search_explain": ["secretariat"],
    "search_evaluate": ["{judged}"],
    "export_openapi": ["--output", "{output}"],
    "backup": ["{archive}"],
}
TESTED_ELSEWHERE = {
    "export_xliff",  # tests/integration/desk exports and imports
    "import_xliff",  # the same
    "init_site",  # tests/integration/sites begins one
    "update_messages",  # `make check` runs it, with the packages of developers
    "mcp",  # tests/integration/delivery talks to it
    "reset_second_factors",  # tests/integration/accounts resets them
    "restore",  # tests/integration/backup restores
}
HELP = """
import sys
from django.core.management import execute_from_command_line
for name in sys.argv[1:]:
    try:
        execute_from_command_line(["manage.py", name, "--help"])
    except SystemExit as ended:
        assert not ended.code, name
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    if postgresql.programs() is None:
        missing("PostgreSQL is not installed.")
    with postgresql.running(migrated=True) as url:
        yield production_environment(tmp_path_factory.mktemp("data"), DATABASE_URL=url)


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> dict[str, str]:
    """The files and folders that commands read and write."""
    folder: Path = tmp_path_factory.mktemp("content")
    lines = folder / "pages.jsonl"
    lines.write_text(json.dumps({"title": "An imported page", "text": "Its text."}))
    judged = folder / "judged"
    judged.mkdir()
    (judged / "documents.jsonl").write_text(json.dumps({"id": "1", "title": "T", "text": "sea"}))
    (judged / "queries.jsonl").write_text(json.dumps({"id": "1", "text": "sea"}))
    (judged / "qrels.tsv").write_text("1\t1\t1\n")
    return {
        "lines": str(lines),
        "judged": str(judged),
        "output": str(folder / "openapi.json"),
        "archive": str(folder / "site.tar"),
    }


def test_no_command_is_forgotten():
    ours = {name for name, app in get_commands().items() if str(app).split(".")[0] in OURS}

    assert ours <= COMMANDS.keys() | TESTED_ELSEWHERE


@pytest.mark.parametrize("name", COMMANDS)
def test_it_runs(name, environment, places):
    arguments = [argument.format_map(places) for argument in COMMANDS[name]]

    ended = run(environment, "manage.py", name, *arguments)

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "OutsideTransaction" not in ended.stderr  # a crash could lose such a change


def test_other_commands_explain_themselves(environment):
    """Run in one process, because none of them does more than print its options."""
    names = sorted(TESTED_ELSEWHERE)

    ended = run(environment, "-c", HELP, *names)

    assert ended.returncode == 0, ended.stderr
    usages = re.findall(r"usage: manage\.py (\w+)", ended.stdout)
    assert usages == names
