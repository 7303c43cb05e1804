"""Bar charts as the coordinates of SVG shapes, for templates."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720.0, 180.0  # of the plot, without labels
GAP = 0.2  # as a fraction of a bar's share of the width


@dataclass(frozen=True, slots=True)
class Bar:
    """A stacked bar; `parts` are the top and height of each part, from the bottom."""

    x: float
    width: float
    parts: tuple[tuple[float, float], ...]
    label: str
    description: str
    """The text for screen readers and tooltips."""


@dataclass(frozen=True, slots=True)
class Line:
    """A horizontal grid line."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    width: float = WIDTH
    height: float = HEIGHT


def bars(rows: Sequence[tuple[str, str, Sequence[int]]], labels: int = 10) -> Plot:
    """Return a plot of rows (label, description, parts), with at most `labels` labels."""
    top = axis_top(max((sum(parts) for _, _, parts in rows), default=0))
    share = WIDTH / max(1, len(rows))
    every = -(-len(rows) // labels) if rows else 1
    drawn = []
    for number, (label, description, parts) in enumerate(rows):
        places, at = [], HEIGHT
        for part in parts:
            height = round(HEIGHT * part / top, 1)
            at = round(at - height, 1)
            places.append((at, height))
        caption = label if number % every == 0 else ""
        left = round(share * (number + GAP / 2), 1)
        drawn.append(Bar(left, round(share * (1 - GAP), 1), tuple(places), caption, description))
    lines = [Line(round(HEIGHT * (1 - n / 4), 1), _short(top * n / 4)) for n in range(5)]
    return Plot(tuple(drawn), tuple(lines))


def axis_top(highest: int) -> int:
    """Return the next number that is a good top of an axis: 4, 8, 20, 40, 80, 200 …"""
    step, factor = 4, 1
    while step * factor < highest:
        step = {4: 8, 8: 20, 20: 40}[step]
        if step == 40:
            step, factor = 4, factor * 10
    return step * factor


def _short(value: float) -> str:
    if value >= 1_000_000:
        return f"{value / 1_000_000:g}M"
    return f"{value / 1000:g}k" if value >= 1000 else f"{value:g}"
