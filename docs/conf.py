"""The documentation site: the Markdown files of the repository, as they stand on the forge.

`make docs` builds it into `var/docs`. The source folder is the root of the repository, so every
relative link between documents works in both places.
"""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

project = "What We Do"
version = release = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
copyright = "the contributors, BSD-3-Clause"  # noqa: A001 (Sphinx's name)

extensions = ["myst_parser"]
root_doc = "docs/index"
include_patterns = [
    "docs/*.md",
    "docs/*/*.md",
    "examples/*/README.md",
    "packages/*/README.md",
    "*.md",
]
exclude_patterns = [".venv", ".uv", "var", "**/node_modules", "**/dist"]
templates_path = ["_templates"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
nitpicky = True

html_theme = "furo"
html_title = f"What We Do {version}"
html_favicon = "../static/img/mark.svg"
html_additional_pages = {"index": "redirect.html"}  # the site's address leads to docs/index
html_copy_source = False
