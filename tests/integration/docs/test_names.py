"""Modules, functions, classes and files that the documents name exist in the code."""

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import Resolver404
from django.urls import resolve as resolve_url

from tests.house.dialect import ROOT

PACKAGES = ("cms", "search", "home", "whatwedo")
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
HISTORY = {"CHANGELOG.md"}
"""Documents that name what was there at their time."""


def inline_code(document: Path) -> list[str]:
    """Return the texts in single backticks, outside code blocks."""
    prose = re.sub(r"```.*?```", "", document.read_text(), flags=re.DOTALL)
    return re.findall(r"`([^`\n]+)`", prose)


def resolve(dotted: str) -> object:
    """Return the module, class, function or model with this dotted name.

    Raises LookupError if there is none.
    """
    app, _, name = dotted.partition(".")
    if name in {model.__name__ for model in apps.get_models() if model._meta.app_label == app}:
        return apps.get_model(app, name)
    parts = dotted.split(".")
    if is_module(dotted):  # not imported: settings of production refuse to load here
        return dotted
    for length in range(len(parts), 0, -1):
        try:
            resolved: object = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        try:
            for attribute in parts[length:]:
                resolved = getattr(resolved, attribute)
        except AttributeError:
            break
        return resolved
    raise LookupError(dotted)


def is_module(dotted: str) -> bool:
    try:
        return find_spec(dotted) is not None
    except ModuleNotFoundError:
        return False


def is_route(path: str) -> bool:
    """Return whether the path is one of the delivery API, as its docs shorten them."""
    try:
        return bool(resolve_url(f"/api/delivery/v1/{path}"))
    except Resolver404:
        return False


def documents_with_names():
    return [path for path in DOCUMENTS if path.name not in HISTORY]


@pytest.mark.parametrize("document", documents_with_names(), ids=lambda path: path.name)
def test_dotted_names_exist(document):
    pattern = re.compile(rf"(?:{'|'.join(PACKAGES)})(?:\.(?!E\d)\w+)+")  # but the ids of checks
    names = [text for text in inline_code(document) if pattern.fullmatch(text)]

    missing = []
    for name in names:
        try:
            resolve(name)
        except LookupError:
            missing.append(name)
    assert missing == []


@pytest.mark.parametrize("document", documents_with_names(), ids=lambda path: path.name)
def test_paths_exist(document):
    folders = "|".join(
        (*PACKAGES, "docs", "templates", "static", "tests", "benchmarks", "examples")
    )
    pattern = re.compile(rf"(?:{folders})/[\w./-]*")
    paths = [text for text in inline_code(document) if pattern.fullmatch(text)]

    missing = [path for path in paths if not (ROOT / path).exists()]
    assert [path for path in missing if not is_route(path)] == []


def test_a_name_that_does_not_exist_is_noticed():
    with pytest.raises(LookupError):
        resolve("cms.changes.log.prepend")


def test_the_architecture_names_every_package_of_the_map():
    text = (ROOT / "docs" / "architecture.md").read_text()
    packages = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for package in PACKAGES
        for path in (*ROOT.glob(f"{package}/__init__.py"), *ROOT.glob(f"{package}/*/__init__.py"))
        if package == "cms" or path.parent.parent == ROOT
    } - {"cms"}

    assert [package for package in sorted(packages) if f"`{package}`" not in text] == []
