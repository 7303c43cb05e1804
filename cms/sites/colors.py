"""The colours of a site, and whether text in them can be read: the contrast of WCAG 2.2."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

WHITE, INK, DARK_INK = "#ffffff", "#16202e", "#0c1a2e"
LIGHT_PAGES = (WHITE, "#f3f5f8", "#eef3fa")
"""Backgrounds of pages, panels and heads in the light scheme, as in `site.css`."""
DARK_PAGES = ("#10161f", "#19222e", "#172130")
TEXT, GRAPHIC = 4.5, 3.0
"""The least contrast of text (WCAG 1.4.3) and of lines and marks (1.4.11)."""
HEX = re.compile(r"#[0-9a-f]{6}")
LIGHTENED = 0.12
"""The share of white in the lightest place of the home page's head."""


class Colors(NamedTuple):
    """Colours like `#0f2f63`; the defaults are those of `site.css`."""

    header: str = "#0f2f63"
    link: str = "#12448c"
    link_dark: str = "#8fb8f5"
    highlight: str = "#f2b632"


USUAL = Colors()


class Need(NamedTuple):
    """A contrast that a colour needs: `neighbour` is seen on or beside it in one of `colors`."""

    neighbour: str
    colors: Sequence[str]
    ratio: float


class Problem(NamedTuple):
    """A contrast that is too low; `name` is a field of `Colors`."""

    name: str
    message: str


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def problems(colors: Colors) -> Iterator[Problem]:
    """Yield each contrast that is too low, with the measured ratio and the needed one."""
    for name, needs in _needs(colors).items():
        color = getattr(colors, name)
        # White text also stands on the lightest place of the home page's head.
        background = mixed(color, WHITE, LIGHTENED) if name == "header" else color
        for need in needs:
            worst = min(need.colors, key=lambda other: contrast(background, other))
            measured = contrast(background, worst)
            if measured < need.ratio:
                # Rounded down, so that a ratio below the needed one never looks like it.
                rounded = int(measured * 100) / 100
                yield Problem(
                    name,
                    f"The contrast with {need.neighbour} ({worst}) is {rounded}:1. "
                    f"It must be at least {need.ratio:g}:1.",
                )


def mixed(color: str, other: str, share: float) -> str:
    """Return a colour with a share of another, as `color-mix(in srgb)` mixes them."""
    pairs = zip(_channels(color), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * (1 - share) + b * share):02x}" for a, b in pairs)


def _needs(colors: Colors) -> Mapping[str, Sequence[Need]]:
    return {
        "header": [Need("white text", [WHITE], TEXT)],
        "link": [Need("a light page", LIGHT_PAGES, TEXT)],
        "link_dark": [
            Need("a dark page", DARK_PAGES, TEXT),
            Need("the text of a button", [DARK_INK], TEXT),
        ],
        "highlight": [
            Need("the text of the search button", [INK], TEXT),
            Need("the header", [colors.header], GRAPHIC),
        ],
    }


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(value / 255) for value in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
