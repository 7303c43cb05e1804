"""Every import contract is proven: a forbidden import is planted, and the contract breaks.

The forbidden imports are derived from the contracts in `pyproject.toml`, so a new contract is
proven without a change here, and a contract of an unknown type fails.
"""

import os
import re
import shutil
import subprocess
import sys
from copy import deepcopy
from functools import cache
from itertools import combinations, cycle, pairwise
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter import configuration
from importlinter.application import use_cases
from importlinter.domain.contract import registry
from importlinter.domain.fields import ModuleExpressionField
from importlinter.domain.helpers import module_expressions_to_modules

ROOT = Path(__file__).resolve().parents[2]
configuration.configure()
OPTIONS = use_cases.read_user_options(str(ROOT / "pyproject.toml"))
CONTRACTS = OPTIONS.contracts_options
PACKAGES = OPTIONS.session_options["root_packages"]
use_cases._register_contract_types(OPTIONS)

Import = tuple[str, str]
"""The importing module and the imported one."""
Breach = tuple[Import, ...]
"""Imports that together break a contract."""


@cache
def import_graph() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)


def matching(expressions: list[str]) -> list[str]:
    """Return the modules that import-linter's expressions (with wildcards) match, sorted."""
    field = ModuleExpressionField()
    parsed = [field.parse(expression) for expression in expressions]
    return sorted(m.name for m in module_expressions_to_modules(import_graph(), parsed))


def layer_members(contract: dict[str, Any]) -> list[list[tuple[list[str], bool]]]:
    """Return, for each container, its layers from the top: their modules, and if independent."""
    containers = contract.get("containers") or [""]
    return [
        [
            (
                [
                    f"{container}.{name}".lstrip(".")
                    for name in re.findall(r"[\w.]+", layer)
                    if f"{container}.{name}".lstrip(".") in import_graph().modules
                ],
                ":" not in layer,
            )
            for layer in contract["layers"]
        ]
        for container in containers
    ]


def layer_breaches(contract: dict[str, Any]) -> list[Breach]:
    breaches: list[Breach] = []
    for layers in layer_members(contract):
        present = [(modules, independent) for modules, independent in layers if modules]
        for (upper, _), (lower, _) in pairwise(present):
            breaches += [((importer, imported),) for importer in lower for imported in upper]
        for modules, independent in present:
            if independent:
                breaches += [(pair,) for pair in combinations(modules, 2)]
    return breaches


def forbidden_breaches(contract: dict[str, Any]) -> list[Breach]:
    sources = matching(contract["source_modules"])
    forbidden = contract["forbidden_modules"]
    longest = max(len(sources), len(forbidden))
    pairs = zip(cycle(sources), cycle(forbidden), range(longest), strict=False)
    return [((source, target),) for source, target, _ in pairs]


def independence_breaches(contract: dict[str, Any]) -> list[Breach]:
    return [(pair,) for pair in combinations(matching(contract["modules"]), 2)]


def sibling_breaches(contract: dict[str, Any]) -> list[Breach]:
    breaches: list[Breach] = []
    for ancestor in matching(contract["ancestors"]):
        children = sorted(import_graph().find_children(ancestor))
        breaches += [((a, b), (b, a)) for a, b in pairwise(children)]
    return breaches


def protected_breaches(contract: dict[str, Any]) -> list[Breach]:
    protected = matching(contract["protected_modules"])
    inside = (*protected, *matching(contract["allowed_importers"]))
    outside = next(
        module
        for module in sorted(import_graph().modules)
        if module.split(".")[0] in PACKAGES
        and not any(f"{module}.".startswith(f"{each}.") for each in inside)
        and not any(f"{each}.".startswith(f"{module}.") for each in inside)
    )
    return [((outside, module),) for module in protected]


DERIVE = {
    "layers": layer_breaches,
    "forbidden": forbidden_breaches,
    "independence": independence_breaches,
    "acyclic_siblings": sibling_breaches,
    "protected": protected_breaches,
}


def breaches_of(contract: dict[str, Any]) -> list[Breach]:
    assert contract["type"] in DERIVE, f"No breach is derived for the type {contract['type']!r}."
    return DERIVE[contract["type"]](contract)


@pytest.fixture(scope="module")
def copied_tree(tmp_path_factory):
    """A copy of the checked packages and of the configuration."""
    tree = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", tree)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tree / package, ignore=shutil.ignore_patterns("*.pyc"))
    return tree


def run_linter(tree: Path) -> str:
    command = [Path(sys.executable).with_name("lint-imports"), "--cache-dir", tree / ".cache"]
    environment = os.environ | {"COLUMNS": "500", "NO_COLOR": "1"}
    result = subprocess.run(
        command, cwd=tree, env=environment, capture_output=True, text=True, check=False
    )
    return result.stdout


def source_of(tree: Path, module: str) -> Path:
    path = tree.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def test_an_unchanged_copy_keeps_every_contract(copied_tree):
    output = run_linter(copied_tree)

    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in output, output


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract["name"])
def test_a_planted_import_is_caught(contract, copied_tree):
    breach = breaches_of(contract)[0]
    originals = {source_of(copied_tree, importer): "" for importer, _ in breach}
    for path in originals:
        originals[path] = path.read_text()
    try:
        for importer, imported in breach:
            path = source_of(copied_tree, importer)
            path.write_text(f"{path.read_text()}\nimport {imported}  # planted\n")
        output = run_linter(copied_tree)
    finally:
        for path, text in originals.items():
            path.write_text(text)

    assert re.search(rf"^{re.escape(contract['name'])} BROKEN", output, re.MULTILINE), output


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract["name"])
def test_every_boundary_of_a_contract_holds(contract):
    checked = registry.get_contract_class(contract["type"])(
        name=contract["name"],
        session_options=OPTIONS.session_options,
        contract_options=contract,
    )
    breaches = breaches_of(contract)
    unnoticed = []
    for breach in breaches:
        graph = deepcopy(import_graph())
        for importer, imported in breach:
            if imported not in graph.modules:
                graph.add_module(imported, is_squashed=True)
            graph.add_import(importer=importer, imported=imported)
        if checked.check(graph, verbose=False).kept:
            unnoticed.append(breach)

    assert breaches
    assert unnoticed == []


def test_no_contract_ignores_an_import():
    assert [c["name"] for c in CONTRACTS if c.get("ignore_imports")] == []
