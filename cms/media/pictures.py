"""Pictures at the head of pages and on cards: one crop, a few widths, in modern formats."""

from dataclasses import dataclass
from typing import Any

from cms.media.variants import folder_of, modern_sources, widths_of

RATIO = "16x9"
MAX_WIDTH = 1280
"""Pixels; no place in a page is wider."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A decorative picture of 16 to 9, cropped around the focal point of its image.

    `sources` are the media type and `srcset` of each format, the smallest files first; a drawing
    (SVG) has none.
    """

    src: str
    sources: tuple[tuple[str, str], ...] = ()
    width: int = 16
    height: int = 9


def picture_of(image: Any) -> Picture | None:
    """Return the picture of an image; None without one. Costs no query."""
    if image is None:
        return None
    if image.is_svg():
        return Picture(image.file.url)
    folder = folder_of(image)
    widths = [width for width in widths_of(image) if width <= MAX_WIDTH]
    middle = widths[len(widths) // 2]
    return Picture(f"{folder}/{middle}-{RATIO}.webp", modern_sources(folder, widths, RATIO))
