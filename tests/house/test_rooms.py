"""Sizes and names: a module fits in the head, and a folder is one idea."""

from collections import defaultdict
from pathlib import Path

from tests.house.dialect import ROOT, tracked

LINES, MODULES = 300, 15
EMPTY_NAMES = {
    "common",
    "core",
    "helper",
    "helpers",
    "manager",
    "managers",
    "misc",
    "util",
    "utils",
}

TOO_LONG = {
    "tests/contract/test_leaks.py",
    "tests/integration/content/test_import_content.py",
    "tests/integration/search/test_indexing.py",
    "tests/integration/maintenance/test_maintenance.py",
}
"""Modules that are still to be divided."""


def modules() -> list[str]:
    return [path for path in tracked("*.py") if "/migrations/" not in path]


def test_no_module_is_too_long():
    long = {path for path in modules() if len((ROOT / path).read_text().splitlines()) > LINES}

    assert long - TOO_LONG == set()


def test_no_folder_has_too_many_modules():
    folders = defaultdict(set)
    for path in modules():
        if not path.endswith("__init__.py"):
            folders[str(Path(path).parent)].add(path)
    crowded = {folder for folder, inside in folders.items() if len(inside) > MODULES}

    assert crowded == set()


def test_names_say_something():
    names = {path: {part.removesuffix(".py") for part in Path(path).parts} for path in modules()}

    assert [path for path in names if names[path] & EMPTY_NAMES] == []
