"""The sizes, crops and formats of images: a closed set, to which no client can add.

A variant is made when it is first requested, and stored like every rendition. Its address
names the version of the image, so that caches may keep it.
"""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Self

WIDTHS = (320, 640, 960, 1280, 1920)
RATIOS = ("1x1", "4x3", "3x4", "16x9")
FORMATS = {"avif": "avif", "webp": "webp", "jpg": "jpeg", "png": "png"}
"""File name extensions, and Wagtail's names of the formats."""
MODERN = {"avif": "image/avif", "webp": "image/webp"}
"""Formats that are smaller than those of cameras, best first, with their media types."""
ROOT = "/media/variants"
CHOICES = (
    f"Variants are WIDTH.FORMAT or WIDTH-RATIO.FORMAT: widths {', '.join(map(str, WIDTHS))}, none "
    f"wider than the image; ratios {', '.join(RATIOS)}; formats avif, webp, and jpg for JPEG "
    "files, png for others. Drawings have none.\n"
)
_NAME = re.compile(r"([1-9][0-9]{2,3})(?:-([0-9]{1,2}x[0-9]{1,2}))?\.([a-z]{3,4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Variant:
    """A width in pixels, a crop to one of `RATIOS` (empty: none), and a format."""

    width: int
    ratio: str
    extension: str

    @classmethod
    def parse(cls, name: str) -> Self | None:
        """Return the variant with this file name, such as `640-16x9.avif`; None for no such one."""
        match = _NAME.fullmatch(name)
        if match is None:
            return None
        width, ratio, extension = int(match[1]), match[2] or "", match[3]
        is_known = width in WIDTHS and ratio in ("", *RATIOS) and extension in FORMATS
        return cls(width, ratio, extension) if is_known else None

    @property
    def spec(self) -> str:
        """Return Wagtail's filter, which crops around the focal point."""
        size = f"width-{self.width}"
        if self.ratio:
            across, down = map(int, self.ratio.split("x"))
            size = f"fill-{self.width}x{self.width * down // across}"
        return f"{size}|format-{FORMATS[self.extension]}"


def version_of(image: Any) -> str:
    """Return 12 hexadecimal digits that change with the file and its focal point."""
    marks = [image.file.name, image.file_hash, image.get_focal_point()]
    return hashlib.sha256(repr(marks).encode()).hexdigest()[:12]


def folder_of(image: Any) -> str:
    """Return the path below which the variants of the image, as it is now, are."""
    return f"{ROOT}/{image.pk}/{version_of(image)}"


def modern_sources(
    folder: str, widths: Collection[int], ratio: str = ""
) -> tuple[tuple[str, str], ...]:
    """Return the media type and the `srcset` of each modern format, best first."""
    crop = f"-{ratio}" if ratio else ""
    return tuple(
        (kind, ", ".join(f"{folder}/{width}{crop}.{name} {width}w" for width in widths))
        for name, kind in MODERN.items()
    )


def widths_of(image: Any) -> tuple[int, ...]:
    """Return the widths of its variants, the smallest and all that need no enlarging."""
    return tuple(width for width in WIDTHS if width <= image.width) or WIDTHS[:1]


def formats_of(image: Any) -> tuple[str, ...]:
    """Return the extensions of its variants, best first; none for a drawing."""
    if image.is_svg():
        return ()
    is_jpeg = image.file.name.lower().endswith((".jpg", ".jpeg"))
    return (*MODERN, "jpg" if is_jpeg else "png")


def has_variant(image: Any, variant: Variant) -> bool:
    return variant.width in widths_of(image) and variant.extension in formats_of(image)
