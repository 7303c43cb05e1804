"""Everything that the documents name exists."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import resolve

from cms.content.blocks.registry import body_block
from cms.settings.environment import Environment
from search.query import parse

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def rows(document: str) -> list[str]:
    """The first cells of a document's tables, without their marks."""
    text = (ROOT / document).read_text()
    return [cell for line in text.splitlines() for cell in re.findall(r"^\| `([^`]+)`", line)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document):
    prose = re.sub(r"```.*?```|`[^`]*`", "", document.read_text(), flags=re.DOTALL)
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", prose):
        assert (document.parent / target).exists(), target


def test_every_variable_of_the_environment_is_documented():
    documented = {name for name in rows("docs/operations.md") if name.isupper()}

    assert documented == {name.upper() for name in Environment.model_fields} | {
        "DJANGO_SETTINGS_MODULE"
    }


def test_every_documented_command_exists():
    commands = [name for name in rows("docs/operations.md") if name.islower() and "/" not in name]

    assert set(commands) <= set(get_commands())


def test_every_documented_address_has_a_view():
    text = (ROOT / "README.md").read_text()
    for path in re.findall(r"`(/[a-z0-9/-]*)`", text):
        resolve(path)


@pytest.mark.parametrize("route", rows("docs/api.md"))
def test_every_documented_route_has_a_view(route):
    resolve("/api/delivery/v1/" + route.split("?")[0].replace("{id}", "1"))


def test_every_example_query_is_understood():
    for query in rows("docs/visitors.md"):
        assert parse(query).warnings == (), query


def test_every_block_is_documented_for_editors():
    text = (ROOT / "docs/editors.md").read_text().lower()

    assert [
        b.label for b in body_block().child_blocks.values() if b.label.lower() not in text
    ] == []


def test_targets_of_the_first_screen_exist():
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"^make (\w+)", (ROOT / "README.md").read_text(), re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


CHAPTERS = [
    [cell.strip() for cell in line.strip("|\n ").split("|")]
    for line in (ROOT / "docs/security.md").read_text().splitlines()
    if re.match(r"\| V\d+ ", line)
]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda cells: cells[0].split()[0])
def test_every_security_chapter_that_is_met_names_a_test(chapter):
    _, state, evidence = chapter
    files = re.findall(r"`(?:tests/)?([\w/]+\.py)`", evidence)
    folders = re.findall(r"`(tests/[\w/]+)`", evidence)

    assert files or folders or state == "not applicable"
    assert all(any(ROOT.glob(f"tests/**/{file}")) for file in files)
    assert all((ROOT / folder).is_dir() for folder in folders)


def test_all_seventeen_chapters_are_listed():
    assert len(CHAPTERS) == 17


def test_each_decision_has_its_own_number():
    files = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))
    numbers = [int(file.name[:4]) for file in files]

    assert numbers == list(range(1, len(files) + 1))
    assert all(file.read_text().startswith(f"# {int(file.name[:4])}.") for file in files)
