"""Draws `docs/img/house.svg` from the import contracts: `python docs/house.py`.

Each layers contract is a stack of boxes, the highest layer on top. A contract whose layers are
inside one package is drawn inside the box of that package.
"""

import re
import tomllib
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "img" / "house.svg"
WIDTH, MARGIN, GAP, LINE = 760, 16, 10, 34

STYLE = """
    svg { --paper: #fff; --ink: #1b2733; --line: #6b7a89; --fill: #eef3f8; --inner: #fff; }
    @media (prefers-color-scheme: dark) {
      svg { --paper: #16202b; --ink: #e8eef4; --line: #8fa1b3; --fill: #223243; --inner: #16202b; }
    }
    .paper { fill: var(--paper); }
    .package { fill: var(--fill); stroke: var(--line); }
    .inner { fill: var(--inner); stroke: var(--line); }
    text { fill: var(--ink); font: 14px ui-monospace, Menlo, Consolas, monospace; }
    .note { font-family: system-ui, sans-serif; font-size: 13px; }
"""

Layers = list[list[str]]
WIDE = 500
"""The least width of a box with its job beside its name."""


def jobs() -> dict[str, str]:
    """Return what each package is for, from the table in `docs/architecture.md`."""
    text = (ROOT / "docs" / "architecture.md").read_text()
    return dict(re.findall(r"^\| `([\w.]+)` \| (.+) \|$", text, re.MULTILINE))


def contracts() -> list[Layers]:
    """Return the layers of every layers contract, from the top, one list of modules a layer."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = []
    for contract in project["tool"]["importlinter"]["contracts"]:
        if contract["type"] == "layers":
            layers += [_qualified(contract, prefix) for prefix in contract.get("containers", [""])]
    return layers


def _qualified(contract: dict[str, Any], container: str) -> Layers:
    prefix = f"{container}." if container else ""
    return [
        [prefix + name.strip(" ()") for name in layer.replace(":", "|").split("|")]
        for layer in contract["layers"]
    ]


def parent(layers: Layers) -> str:
    """Return the package that all modules of the layers are in, or an empty string."""
    packages = {name.rpartition(".")[0] for layer in layers for name in layer}
    return packages.pop() if len(packages) == 1 else ""


class Drawing:
    """Boxes in boxes; `shapes` are SVG elements in the order of drawing."""

    def __init__(self, stacks: list[Layers]) -> None:
        self.inside = {parent(layers): layers for layers in stacks}
        self.jobs = jobs()
        self.shapes: list[str] = []

    def height(self, name: str) -> int:
        """Return the height of a box, with the boxes inside it."""
        if layers := self.inside.get(name):
            rows = [max(self.height(each) for each in layer) for layer in layers]
            return LINE + sum(rows) + GAP * len(rows) + MARGIN - GAP
        return LINE

    def stack(self, layers: Layers, x: int, y: int, width: int, depth: int) -> int:
        """Draw layers below each other, and return where they end."""
        for layer in layers:
            row = max(self.height(name) for name in layer)
            each = (width - GAP * (len(layer) - 1)) // len(layer)
            for place, name in enumerate(layer):
                self.box(name, x + place * (each + GAP), y, each, row, depth)
            y += row + GAP
        return y - GAP

    def box(self, name: str, x: int, y: int, width: int, height: int, depth: int) -> None:
        kind = "inner" if depth % 2 else "package"
        self.shapes.append(
            f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}" rx="6"/>'
        )
        self.shapes.append(f'<text x="{x + 12}" y="{y + 22}">{escape(name)}</text>')
        if width >= WIDE and name in self.jobs:
            job = escape(self.jobs[name])
            self.shapes.append(f'<text class="note" x="{x + 160}" y="{y + 22}">{job}</text>')
        if layers := self.inside.get(name):
            self.stack(layers, x + MARGIN, y + LINE, width - 2 * MARGIN, depth + 1)


def picture() -> str:
    """Return the drawing as an SVG document that suits light and dark backgrounds."""
    drawing = Drawing(contracts())
    end = drawing.stack(drawing.inside[""], MARGIN, 44, WIDTH - 2 * MARGIN, 0)
    height = end + MARGIN
    lines = "\n    ".join(drawing.shapes)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">
    <title>The packages, the highest layer on top</title>
    <style>{STYLE}    </style>
    <rect class="paper" width="{WIDTH}" height="{height}" rx="8"/>
    <text class="note" x="{MARGIN}" y="28">Imports go down: a box may use what is below it.</text>
    {lines}
</svg>
"""


if __name__ == "__main__":
    PICTURE.write_text(picture())
