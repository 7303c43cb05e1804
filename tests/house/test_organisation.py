"""The product names no organisation; only content, docs, examples and tests may."""

import re

import pytest

from tests.house.dialect import ROOT, tracked

NAME = re.compile(r"(?<![a-z])asean", re.IGNORECASE)  # not the inside of “DatabaseAndState”
WORDS = re.compile(
    r"member[ -]states?\b|national[ -]secretariat|permanent[ -]representative|secretary-general",
    re.IGNORECASE,
)
"""What one organisation calls its members and organs; others have records of theirs."""
DEMONSTRATION = ("benchmarks/", "content/", "docs/", "examples/", "packages/", "tests/")
PATTERNS = ("*.py", "*.html", "*.css", "*.js", "*.po", "*.svg", "*.toml", "*.yml", "Makefile")
HISTORY = (
    "whatwedo/migrations/0001_initial.py",
    "whatwedo/migrations/0005_keep_kinds_in_use.py",
    "cms/directory/migrations/0001_initial.py",
)
"""Migrations that make or convert what the first version named in code."""


def product_files() -> list[str]:
    """Return the code, templates, styles, migrations and catalogues of the product."""
    files = [path for pattern in PATTERNS for path in tracked(pattern)]
    return [path for path in files if not path.startswith(DEMONSTRATION)]


def test_the_product_names_no_organisation():
    naming = [path for path in product_files() if NAME.search((ROOT / path).read_text())]

    assert len(product_files()) > 300
    assert naming == []


def test_the_product_uses_no_word_of_one_organisation():
    naming = [path for path in product_files() if WORDS.search((ROOT / path).read_text())]

    assert sorted(naming) == sorted(HISTORY)


@pytest.mark.parametrize("text", ["Member States", "member-state", "National Secretariat"])
def test_the_words_are_found_as_they_are_written(text):
    assert WORDS.search(text)
