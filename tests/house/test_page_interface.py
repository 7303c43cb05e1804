"""Other rooms call what page types declare; none probes a page for an attribute."""

import ast
from collections.abc import Iterator

import pytest
from wagtail.models import get_page_models

from cms.content.interface import PageInterface
from cms.content.page import BasePage
from tests.house.dialect import ROOT, tracked

PROBES = {"getattr", "hasattr"}
PAGES = {"page", "pages", "page_type", "page_model", "model", "specific_class"}


def declared_names() -> set[str]:
    """Return the public names of the page interface and of the mixins it is made of."""
    classes = [each for each in PageInterface.__mro__ if each is not object]
    names = {name for each in classes for name in (*vars(each), *each.__annotations__)}
    return {name for name in names if not name.startswith("_")} | {"summary", "public_date"}


def probes(source: str) -> Iterator[int]:
    """Yield the lines that look for a declared name, or for any name with a default, on a page."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id not in PROBES or len(node.args) < 2:
            continue
        subject, name = node.args[0], node.args[1]
        is_declared = isinstance(name, ast.Constant) and name.value in declared_names()
        is_page = ast.unparse(subject).rpartition(".")[2] in PAGES
        has_default = len(node.args) == 3 or node.func.id == "hasattr"
        if is_declared or (is_page and has_default):
            yield node.lineno


@pytest.mark.parametrize(
    "line",
    [
        'getattr(page, "is_organ", False)',
        'getattr(page.specific_class, "anything", ())',
        'hasattr(page, "get_notice_context")',
        'getattr(row, "searchable_text")',
    ],
)
def test_a_probe_is_seen(line):
    assert list(probes(line)) == [1]


@pytest.mark.parametrize("path", tracked("cms/*.py", "search/*.py", "home/*.py", "whatwedo/*.py"))
def test_no_module_probes_pages(path):
    assert list(probes((ROOT / path).read_text())) == []


def test_every_installed_page_type_of_the_product_has_the_interface():
    models = [model for model in get_page_models() if model.__module__.split(".")[0] != "wagtail"]

    assert models
    assert [model for model in models if not issubclass(model, BasePage)] == []
