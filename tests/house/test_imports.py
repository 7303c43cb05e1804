"""Imports inside functions find what they name: benchmarks and scripts are not run by tests."""

import ast
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

import pytest

from tests.house.dialect import ROOT, tracked

PACKAGES = ("cms", "search", "home", "whatwedo", "benchmarks", "tests")


def imported_names(path: str) -> Iterator[tuple[str, str]]:
    """Yield the modules of this repository and the names that a file imports from them."""
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in PACKAGES:
            for alias in node.names:
                yield str(node.module), alias.name


def exists(module: str, name: str) -> bool:
    return hasattr(import_module(module), name) or find_spec(f"{module}.{name}") is not None


@pytest.mark.parametrize("path", tracked("benchmarks/*.py"))
def test_what_is_imported_exists(path):
    missing = {
        (module, name)
        for module, name in imported_names(path)
        if name != "*" and not exists(module, name)
    }

    assert missing == set()
