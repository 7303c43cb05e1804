"""A line chart."""

from collections.abc import Mapping, Sequence
from html import escape

from benchmarks.plots.svg import COLOURS, WIDTH, document, round_up

HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 320, 56, 40, 150, 36
DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 4")
STEPS = 4

type Series = Sequence[tuple[float, float]]


def line_chart(title: str, unit: str, series: Mapping[str, Series]) -> str:
    """Return a chart of the series by name; `unit` is that of the horizontal axis."""
    right = round_up(max(x for points in series.values() for x, _ in points))
    top = round_up(max(y for points in series.values() for _, y in points))
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def place(x: float, y: float) -> tuple[float, float]:
        return LEFT + wide * x / right, TOP + high * (1 - y / top)

    parts = [f'<text x="{LEFT}" y="22">{escape(title)}</text>']
    for step in range(STEPS + 1):
        across, up = right * step / STEPS, top * step / STEPS
        x, y = place(across, up)
        parts += [
            f'<line class="grid" x1="{LEFT}" x2="{LEFT + wide}" y1="{y:.0f}" y2="{y:.0f}"/>',
            f'<text x="{LEFT - 8}" y="{y + 4:.0f}" text-anchor="end">{up:,.0f}</text>',
            f'<text x="{x:.0f}" y="{HEIGHT - 12}" text-anchor="middle">'
            f"{across:,.0f}{f' {unit}' if step == STEPS else ''}</text>",
        ]
    for number, (name, points) in enumerate(series.items()):
        colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
        drawn = " ".join("{:.1f},{:.1f}".format(*place(x, y)) for x, y in points)
        y = TOP + 20 * number + 10
        parts += [
            f'<polyline points="{drawn}" stroke="{colour}" stroke-dasharray="{dash}"/>',
            f'<line x1="{LEFT + wide + 10}" x2="{LEFT + wide + 34}" y1="{y}" y2="{y}"'
            f' stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>',
            f'<text x="{LEFT + wide + 40}" y="{y + 4}">{escape(name)}</text>',
        ]
    return document(title, HEIGHT, parts)
