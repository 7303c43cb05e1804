"""The JSON of images: renditions of fixed sizes, focal point and alternative text."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from pydantic import BaseModel
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from cms.content.addresses import file_url
from cms.media.drawable import UndrawableError, drawing
from cms.media.placeholders import placeholder_of, with_placeholders
from cms.media.variants import RATIOS, WIDTHS, folder_of, formats_of, modern_sources, widths_of

WIDTH_SPECS = tuple(f"width-{width}" for width in WIDTHS)
PORTRAIT = "fill-256x256"
SPECS = (*WIDTH_SPECS, PORTRAIT)


class Rendition(BaseModel):
    url: str
    width: int
    height: int


class FocalPoint(BaseModel):
    """The focal point: centre and size as fractions of the image, from its top left corner."""

    x: float
    y: float
    width: float
    height: float


class Source(BaseModel):
    """The values of a `<source>` of a `<picture>`: a media type and the widths in it."""

    type: str
    srcset: str


class Variants(BaseModel):
    """Sizes, crops and formats to choose from; a crop keeps the focal point.

    `template` (RFC 6570) has the variables `size`, a width (`640`) or a width and a ratio
    (`640-16x9`), and `format`.
    """

    template: str
    widths: list[int]
    ratios: list[str]
    formats: list[str]


class PlaceholderJson(BaseModel):
    """A stand-in while the image loads: its mean colour, or a blurred picture as `data:` URL."""

    color: str
    url: str


class ImageJson(BaseModel):
    """An image; `alt` is empty for decorative images.

    Drawings (SVG) have one size, no `sources`, no `variants` and no `placeholder`.
    """

    id: int
    title: str
    alt: str
    width: int
    height: int
    src: str
    srcset: str
    renditions: list[Rendition]
    sources: list[Source]
    variants: Variants | None
    focal_point: FocalPoint | None
    placeholder: PlaceholderJson | None


def prefetch_renditions(images: Sequence[AbstractImage]) -> None:
    """Prefetch the renditions and the placeholders of all these images in one query."""
    if images:
        model = get_image_model().get_rendition_model()
        renditions = with_placeholders(model.objects.filter(filter_spec__in=SPECS))
        prefetch_related_objects(
            images, Prefetch("renditions", queryset=renditions, to_attr="prefetched_renditions")
        )


def image_json(image: AbstractImage, alt: str) -> ImageJson:
    """Return the JSON of an image; one with a lost or broken file has the original's address."""
    try:
        with drawing():
            drawn = _drawn(image)
    except UndrawableError:  # which must not take the page with it
        drawn = {}
    original = Rendition(url=file_url(image.file.url), width=image.width, height=image.height)
    sizes: list[Rendition] = drawn.get("renditions") or [original]
    focus = image.get_focal_point()
    return ImageJson(
        id=image.pk,
        title=image.title,
        alt=alt,
        width=image.width,
        height=image.height,
        src=sizes[-1].url,
        srcset=", ".join(f"{size.url} {size.width}w" for size in sizes),
        renditions=sizes,
        sources=drawn.get("sources", []),
        variants=drawn.get("variants"),
        focal_point=focus
        and FocalPoint(
            x=focus.centroid_x / image.width,
            y=focus.centroid_y / image.height,
            width=focus.width / image.width,
            height=focus.height / image.height,
        ),
        placeholder=drawn.get("placeholder"),
    )


def _drawn(image: AbstractImage) -> dict[str, Any]:
    """Return the parts of the JSON that need a readable photograph; none for a drawing.

    Renditions go from narrow to wide, none wider than the original unless it is tiny.
    """
    if image.is_svg():
        return {}
    widths = widths_of(image)
    renditions = list(image.get_renditions(*(f"width-{width}" for width in widths)).values())
    look = placeholder_of(image, renditions[0])
    folder = file_url(folder_of(image))
    return {
        "renditions": [
            Rendition(url=file_url(size.url), width=size.width, height=size.height)
            for size in renditions
        ],
        "sources": [
            Source(type=kind, srcset=srcset) for kind, srcset in modern_sources(folder, widths)
        ],
        "variants": Variants(
            template=f"{folder}/{{size}}.{{format}}",
            widths=list(widths),
            ratios=list(RATIOS),
            formats=list(formats_of(image)),
        ),
        "placeholder": PlaceholderJson(color=look.color, url=look.url),
    }
