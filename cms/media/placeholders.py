"""Placeholders of images: the mean colour, and a blurred picture of a few pixels."""

import base64
import io
from typing import Any, NamedTuple

from django.db.models import F, QuerySet
from PIL import Image

from cms.media.models import Placeholder
from cms.media.variants import version_of

MAX_WIDTH = 16  # pixels
QUALITY = 20
_FIELDS = ("version", "color", "url")


class PlaceholderData(NamedTuple):
    """The placeholder of an image while it loads."""

    version: str
    color: str
    """The mean of its visible pixels, like `#a0b1c2`."""
    url: str
    """A WebP picture of at most 16 × 16 pixels as a `data:` address."""


def with_placeholders(renditions: "QuerySet[Any]") -> "QuerySet[Any]":
    """Return the renditions, each with the placeholder of its image, in the same query."""
    named = {f"placeholder_{name}": F(f"image__placeholder__{name}") for name in _FIELDS}
    annotated: QuerySet[Any] = renditions.annotate(**named)
    return annotated


def placeholder_of(image: Any, rendition: Any) -> PlaceholderData:
    """Return the placeholder of an image; it is made from a rendition and stored if missing.

    Costs no query where the image's renditions were prefetched by `with_placeholders`. Raises
    OSError if the rendition's file is lost or broken.
    """
    version = version_of(image)
    stored = _prefetched(image) or _stored(image)
    if stored is not None and stored.version == version:
        return stored
    with (
        rendition.file.storage.open(rendition.file.name, "rb") as file,
        Image.open(file) as picture,
    ):
        placeholder = PlaceholderData(version, *color_and_preview(picture))
    row = Placeholder(image=image, **placeholder._asdict())
    Placeholder.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["image"], update_fields=_FIELDS
    )
    return placeholder


def color_and_preview(image: Image.Image) -> tuple[str, str]:
    """Return the mean colour and the blurred picture of an image, transparency kept."""
    small = image.convert("RGBA")
    small.thumbnail((MAX_WIDTH, MAX_WIDTH))
    if small.getchannel("A").getextrema() == (255, 255):
        small = small.convert("RGB")
    # Premultiplied, so that pixels that nobody sees do not colour the mean.
    mean = small.convert("RGBA").convert("RGBa").resize((1, 1), Image.Resampling.BOX)
    red, green, blue, _ = mean.convert("RGBA").tobytes()
    written = io.BytesIO()
    small.save(written, "WEBP", quality=QUALITY, method=6)
    data = base64.b64encode(written.getvalue()).decode()
    return f"#{red:02x}{green:02x}{blue:02x}", f"data:image/webp;base64,{data}"


def _prefetched(image: Any) -> PlaceholderData | None:
    for rendition in getattr(image, "prefetched_renditions", ()):
        values = [getattr(rendition, f"placeholder_{name}", None) for name in _FIELDS]
        if values[0] is not None:
            return PlaceholderData(*map(str, values))
    return None


def _stored(image: Any) -> PlaceholderData | None:
    """Return the stored placeholder, or None; no query if renditions were prefetched."""
    if getattr(image, "prefetched_renditions", None) is not None:
        return None
    row = Placeholder.objects.filter(image=image).values_list(*_FIELDS).first()
    return PlaceholderData(*row) if row else None
