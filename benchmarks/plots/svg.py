"""The parts of every chart: the document around it, colours, and scales that are easy to read."""

import math
from html import escape

WIDTH = 760
STYLE = """
    svg { --paper: #fff; --ink: #1b2733; --grid: #d5dce3; }
    @media (prefers-color-scheme: dark) {
      svg { --paper: #16202b; --ink: #e8eef4; --grid: #34465a; }
    }
    .paper { fill: var(--paper); } .grid { stroke: var(--grid); }
    text { fill: var(--ink); font: 13px system-ui, sans-serif; }
    polyline { fill: none; stroke-width: 2; }
"""
COLOURS = ("#2f7ed8", "#d9622b", "#2a9d6f", "#9355c4", "#b8860b")
"""At least 3:1 against both papers."""


def round_up(value: float) -> float:
    """Return the least number, not below a value, whose quarters are easy to read."""
    scale = 10.0 ** math.floor(math.log10(max(value, 1.0)))
    return next(scale * step for step in (1, 2, 4, 6, 8, 12) if scale * step >= value)


def document(title: str, height: int, parts: list[str]) -> str:
    """Return the SVG of a chart from its elements."""
    body = "\n  ".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">\n'
        f"  <title>{escape(title)}</title>\n  <style>{STYLE}</style>\n"
        f'  <rect class="paper" width="{WIDTH}" height="{height}"/>\n  {body}\n</svg>\n'
    )
