"""The project's English: unwanted words only become fewer."""

from collections import Counter
from pathlib import Path

import pytest

from tests.house.dialect import findings, in_prose, in_python

ALLOWED: dict[str, int] = {}
"""Findings left in each folder: none, and none may come."""


def test_unwanted_words_do_not_spread():
    listed = list(findings())
    count = Counter(Path(each.path).parts[0] if "/" in each.path else "." for each in listed)
    spread = {room for room in count if count[room] > ALLOWED.get(room, 0)}

    assert not spread, f"{count}: `python -m tests.house.dialect` lists them"


@pytest.mark.parametrize(
    "source",
    [
        "told = 1",
        "wanted_pages = 1",
        "MOST_PAGES = 100",
        "class HeldAnswer: ...",
        "def f(): 'What the page shows.'",
        "x = 1  # read it anew",
        "def f():\\n    'Return a page of its own.'",
    ],
)
def test_unwanted_words_in_code_are_found(source):
    assert list(in_python("module.py", source.replace("\\n", "\n")))


@pytest.mark.parametrize(
    "source", ["page = 'told'", "def withheld(): 'Return the task.'", "masked = threshold = 1"]
)
def test_strings_and_longer_words_are_left_alone(source):
    assert list(in_python("module.py", source)) == []


@pytest.mark.parametrize("source", ["You are told so.", "<p>A moment, please</p>"])
def test_unwanted_words_in_prose_are_found(source):
    assert list(in_prose("page.md", source))


def test_code_in_prose_is_left_alone():
    assert list(in_prose("page.md", "`told` {{ bar.told }} <b data-told>x</b> [x](told.md)")) == []
