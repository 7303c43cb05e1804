"""The JSON of images: renditions of fixed sizes, focal point and alternative text."""

from collections.abc import Sequence

from django.db.models import Prefetch, prefetch_related_objects
from pydantic import BaseModel
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, SourceImageIOError

from cms.content.addresses import file_url

WIDTHS = (320, 640, 960, 1280, 1920)
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


class ImageJson(BaseModel):
    """An image; `alt` is empty for decorative images."""

    id: int
    title: str
    alt: str
    width: int
    height: int
    src: str
    srcset: str
    renditions: list[Rendition]
    focal_point: FocalPoint | None


def prefetch_renditions(images: Sequence[AbstractImage]) -> None:
    """Prefetch the renditions of all images in one query."""
    if images:
        model = get_image_model().get_rendition_model()
        known = model.objects.filter(filter_spec__in=SPECS)
        prefetch_related_objects(
            images, Prefetch("renditions", queryset=known, to_attr="prefetched_renditions")
        )


def renditions(image: AbstractImage) -> list[Rendition]:
    """Return renditions from narrow to wide, none wider than the original; one for an SVG."""
    original = Rendition(url=file_url(image.file.url), width=image.width, height=image.height)
    if image.is_svg():
        return [original]
    specs = [f"width-{width}" for width in WIDTHS if width <= image.width] or WIDTH_SPECS[:1]
    try:
        made = image.get_renditions(*specs)
    except SourceImageIOError:  # a missing file must not break the page
        return [original]
    sizes = [made[spec] for spec in specs]
    return [Rendition(url=file_url(s.url), width=s.width, height=s.height) for s in sizes]


def image_json(image: AbstractImage, alt: str) -> ImageJson:
    sizes = renditions(image)
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
        focal_point=focus
        and FocalPoint(
            x=focus.centroid_x / image.width,
            y=focus.centroid_y / image.height,
            width=focus.width / image.width,
            height=focus.height / image.height,
        ),
    )
