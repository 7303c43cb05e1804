"""Makes Willow open photographs with a limit on pixels and without their metadata."""

from typing import Any

from django.conf import settings
from PIL import Image
from PIL.ExifTags import Base
from willow.image import (
    AvifImageFile,
    BMPImageFile,
    GIFImageFile,
    JPEGImageFile,
    PNGImageFile,
    TIFFImageFile,
    WebPImageFile,
)
from willow.plugins.pillow import PillowImage
from willow.registry import registry

FORMATS = (
    AvifImageFile,
    BMPImageFile,
    GIFImageFile,
    JPEGImageFile,
    PNGImageFile,
    TIFFImageFile,
    WebPImageFile,
)
# Parts of Pillow's `info` that say how to draw the pixels; all others (EXIF, XMP, IPTC,
# comments) describe the picture, its place and its author, and do not reach renditions.
DRAWING = frozenset({"background", "disposal", "duration", "gamma", "icc_profile", "loop"}) | {
    "transparency"
}


AVIF_SPEED = 9  # of 0 to 10: see "Image variants" in docs/performance.md
REDUCING_GAP = 3.0
"""The least size of an image, in variants, after it was reduced by a whole number of pixels.

With less than 3, variants lose detail.
"""


def register() -> None:
    """Make Willow open every format through `open_raster`; called once at start."""
    for image_format in FORMATS:
        registry.register_converter(image_format, PillowImage, open_raster)
    registry.register_operation(PillowImage, "save_as_avif", save_as_avif)
    registry.register_operation(PillowImage, "resize", resize)


def resize(image: PillowImage, size: tuple[int, int]) -> PillowImage:
    """Return the image in another size, like Willow, but in two steps if it is much smaller."""
    pixels = image.image
    if pixels.mode in {"1", "P"}:  # scaled without smoothing
        pixels = pixels.convert("RGBA" if image.has_alpha() else "RGB")
    scaled = pixels.resize(size, Image.Resampling.LANCZOS, reducing_gap=REDUCING_GAP)
    return PillowImage(scaled)


def save_as_avif(image: PillowImage, f: Any, quality: int = 80, **_: Any) -> AvifImageFile:
    """Write an AVIF file at `AVIF_SPEED`; colours for print become those of screens."""
    drawn = image.transform_colorspace_to_srgb() if image.image.mode == "CMYK" else image
    profile = drawn.get_icc_profile()
    options = {} if profile is None else {"icc_profile": profile}
    drawn.image.save(f, "AVIF", quality=quality, speed=AVIF_SPEED, **options)
    return AvifImageFile(f)


def open_raster(image_file: Any) -> PillowImage:
    """Return the decoded image of a Willow image file, without metadata except the orientation.

    Raises Pillow's `DecompressionBombError` before it decodes more than
    `WAGTAILIMAGES_MAX_IMAGE_PIXELS` pixels, and OSError for a broken file.
    """
    image_file.f.seek(0)
    image = Image.open(image_file.f)
    if image.width * image.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise Image.DecompressionBombError(f"{image.width} × {image.height} pixels")
    image.load()
    orientation = image.getexif().get(Base.Orientation)
    for name in set(image.info) - DRAWING:
        del image.info[name]
    if orientation not in (None, 1):
        exif = Image.Exif()
        exif[Base.Orientation] = orientation
        image.info["exif"] = exif.tobytes()
    return PillowImage(image)
