"""Python in the documents runs, or is an excerpt of a file that does."""

import re

import pytest

from tests.house.dialect import ROOT, tracked


def examples() -> list[tuple[str, str]]:
    """Return the Python blocks of all documents, each with where it begins."""
    blocks = []
    for path in tracked("*.md"):
        text = (ROOT / path).read_text()
        for match in re.finditer(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
            line = text[: match.start()].count("\n") + 1
            blocks.append((f"{path}:{line}", match[1]))
    return blocks


def flat(code: str) -> str:
    """Return the lines that are not empty, without their indentation."""
    return "\n".join(line.strip() for line in code.splitlines() if line.strip())


def is_excerpt(code: str) -> bool:
    """Return whether the lines of the code stand together in a Python file of the repository."""
    return any(flat(code) in flat((ROOT / path).read_text()) for path in tracked("*.py"))


@pytest.mark.django_db
@pytest.mark.parametrize(("where", "code"), examples(), ids=lambda value: value.split("\n")[0][:60])
def test_python_examples_run(where, code):
    if not is_excerpt(code):
        exec(compile(code, where, "exec"), {"__name__": "example"})
