"""Python in the documents runs, or is an excerpt of a file that does."""

import re
import textwrap
from pathlib import Path

import pytest

from tests.house.dialect import ROOT, tracked


def examples() -> list[tuple[str, str]]:
    """Return the Python blocks of all documents, each with where it begins."""
    found = []
    for path in tracked("*.md"):
        text = (ROOT / path).read_text()
        for match in re.finditer(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
            line = text[: match.start()].count("\n") + 1
            found.append((f"{path}:{line}", match[1]))
    return found


def is_excerpt(code: str) -> bool:
    """Return whether the lines of the code stand together in a Python file of the repository."""
    wanted = textwrap.dedent(code).strip()
    sources = (Path(ROOT / path).read_text() for path in tracked("*.py"))
    return any(wanted in source or textwrap.indent(wanted, "    ") in source for source in sources)


@pytest.mark.django_db
@pytest.mark.parametrize(("where", "code"), examples(), ids=lambda value: value.split("\n")[0][:60])
def test_python_examples_run(where, code):
    if not is_excerpt(code):
        exec(compile(code, where, "exec"), {"__name__": "example"})
