"""A bar chart: a group of bars for each row, the same bars in each group."""

from collections.abc import Mapping
from html import escape

from benchmarks.plots.svg import COLOURS, WIDTH, document, round_up

LEFT, TOP, RIGHT, BOTTOM = 250, 64, 70, 34
BAR, GAP = 12, 12
STEPS = 4


def bar_chart(title: str, unit: str, rows: Mapping[str, Mapping[str, float]]) -> str:
    """Return a chart of the values by row and by bar, each value beside its bar."""
    names = list(dict.fromkeys(name for bars in rows.values() for name in bars))
    right = round_up(max(value for bars in rows.values() for value in bars.values()))
    wide, group = WIDTH - LEFT - RIGHT, BAR * len(names) + GAP
    bottom = TOP + group * len(rows)
    parts = [f'<text x="12" y="22">{escape(title)}</text>', *_legend(names)]
    for step in range(STEPS + 1):
        value, x = right * step / STEPS, LEFT + wide * step / STEPS
        parts += [
            f'<line class="grid" x1="{x:.0f}" x2="{x:.0f}" y1="{TOP}" y2="{bottom}"/>',
            f'<text x="{x:.0f}" y="{bottom + 20}" text-anchor="middle">'
            f"{value:,g}{f' {unit}' if step == STEPS else ''}</text>",
        ]
    for position, (row, bars) in enumerate(rows.items()):
        y = TOP + group * position + GAP / 2
        middle = y + BAR * len(names) / 2 + 4
        parts.append(
            f'<text x="{LEFT - 10}" y="{middle:.0f}" text-anchor="end">{escape(row)}</text>'
        )
        for name, value in bars.items():
            number = names.index(name)
            top, length = y + BAR * number, wide * value / right
            parts += [
                f'<rect x="{LEFT}" y="{top:.0f}" width="{length:.1f}" height="{BAR - 2}"'
                f' fill="{COLOURS[number % len(COLOURS)]}"/>',
                f'<text x="{LEFT + length + 5:.0f}" y="{top + BAR - 2:.0f}">{value:,g}</text>',
            ]
    return document(title, bottom + BOTTOM, parts)


def _legend(names: list[str]) -> list[str]:
    """Return a square and the name of each bar, side by side."""
    step = (WIDTH - 24) // max(len(names), 1)
    return [
        part
        for number, name in enumerate(names)
        for part in (
            f'<rect x="{12 + step * number}" y="36" width="12" height="12"'
            f' fill="{COLOURS[number % len(COLOURS)]}"/>',
            f'<text x="{30 + step * number}" y="47">{escape(name)}</text>',
        )
    ]
