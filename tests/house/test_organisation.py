"""The product names no organisation; only content, docs, examples and tests may."""

import re

from tests.house.dialect import ROOT, tracked

NAME = re.compile(r"(?<![a-z])asean", re.IGNORECASE)  # not the inside of “DatabaseAndState”
DEMONSTRATION = ("benchmarks/", "content/", "docs/", "examples/", "packages/", "tests/")
PATTERNS = ("*.py", "*.html", "*.css", "*.js", "*.po", "*.svg", "*.toml", "*.yml", "Makefile")


def product_files() -> list[str]:
    """Return the code, templates, styles, migrations and catalogues of the product."""
    files = [path for pattern in PATTERNS for path in tracked(pattern)]
    return [path for path in files if not path.startswith(DEMONSTRATION)]


def test_the_product_names_no_organisation():
    naming = [path for path in product_files() if NAME.search((ROOT / path).read_text())]

    assert len(product_files()) > 300
    assert naming == []
