"""Media blocks: images, documents and videos."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from pydantic import BaseModel
from wagtail.blocks.field_block import BooleanBlock, CharBlock, TextBlock, URLBlock
from wagtail.blocks.struct_block import StructBlock, StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.content.addresses import file_url
from cms.content.blocks.typed import BlockValue, Text, TypedBlock
from cms.content.images import ImageJson, image_json
from cms.content.markdown.text import escape, image, link, paragraphs


class ImageValue(BlockValue):
    image: ImageJson
    caption: Text


class ImageBlock(TypedBlock, StructBlock):
    value_schema = ImageValue

    image = ImageChooserBlock()
    alt_text = CharBlock(
        required=False,
        max_length=250,
        help_text="What the image shows, for those who cannot see it.",
    )
    decorative = BooleanBlock(
        required=False, help_text="The image says nothing that the text does not say."
    )
    caption = CharBlock(required=False, max_length=250)

    class Meta:
        icon = "image"
        group = "Media"
        label = "Image"
        template = "content/blocks/image.html"
        preview_template = "content/blocks/image_preview.html"
        description = "A picture with its description and caption."

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["alt_text"] and not cleaned["decorative"]:
            message = "Describe the image, or mark it as decorative."
            raise StructBlockValidationError(block_errors={"alt_text": ValidationError(message)})
        return cleaned

    def is_shown(self, value: Any) -> bool:
        return value["image"] is not None

    def read(self, value: Any) -> ImageValue:
        alt = "" if value["decorative"] else value["alt_text"] or ""
        return ImageValue(image=image_json(value["image"], alt), caption=value["caption"])

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"picture": self.read(value)}

    def searchable_text(self, value: Any) -> Iterator[str]:
        yield value["caption"]
        if not value["decorative"]:
            yield value["alt_text"]

    def markdown(self, value: Any) -> str:
        content = self.read(value)
        picture = "" if value["decorative"] else image(content.image.alt, content.image.src)
        return paragraphs([picture, escape(content.caption)])


class DocumentJson(BaseModel):
    """`size` is in bytes; `extension` is lower case, without the dot."""

    id: int
    title: str
    url: str
    size: int | None
    extension: str


def document_json(document: Any, title: str | None = "") -> DocumentJson:
    """Return the JSON of a document, with another title where one is given."""
    return DocumentJson(
        id=document.pk,
        title=title or document.title,
        url=file_url(document.url),
        size=document.file_size,
        extension=document.file_extension.lower(),
    )


class DocumentValue(BlockValue):
    document: DocumentJson
    description: Text


class DocumentBlock(TypedBlock, StructBlock):
    value_schema = DocumentValue

    document = DocumentChooserBlock()
    title = CharBlock(
        required=False, max_length=160, help_text="Leave empty for the document's title."
    )
    description = TextBlock(required=False, rows=2)

    class Meta:
        icon = "doc-full"
        group = "Media"
        label = "Document"
        template = "content/blocks/document.html"
        preview_template = "content/blocks/document_preview.html"
        description = "A file to download, with its kind and size."

    def is_shown(self, value: Any) -> bool:
        return value["document"] is not None

    def read(self, value: Any) -> DocumentValue:
        document = document_json(value["document"], value["title"])
        return DocumentValue(document=document, description=value["description"])

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"download": self.read(value)}

    def searchable_text(self, value: Any) -> Iterator[str]:
        yield value["title"] or value["document"].title
        yield value["description"]

    def markdown(self, value: Any) -> str:
        content = self.read(value)
        facts = [content.document.extension.upper(), filesizeformat(content.document.size or 0)]
        kind = ", ".join(filter(None, facts)).replace("\xa0", " ")
        title = link(escape(content.document.title), content.document.url)
        return paragraphs([f"{title} ({kind})", escape(content.description)])


FRAMES = (
    (
        re.compile(
            r"https://(?:(?:www|m)\.youtube\.com/(?:watch\?(?:[^#]*&)?v=|embed/|live/|shorts/)|youtu\.be/|"
            r"www\.youtube-nocookie\.com/embed/)([\w-]{11})(?![\w-])"
        ),
        "https://www.youtube-nocookie.com/embed/{}",
    ),
    (
        re.compile(r"https://(?:player\.vimeo\.com/video/|(?:www\.)?vimeo\.com/)(\d+)"),
        "https://player.vimeo.com/video/{}?dnt=1",
    ),
)


def frame_url(url: str) -> str | None:
    """Return the URL of a cookie-free player for the URL of a video; None if it is unknown.

    No network request is made, so that publishing does not depend on other sites.
    """
    for pattern, address in FRAMES:
        if match := pattern.match(url):
            return address.format(match[1])
    return None


class EmbedValue(BlockValue):
    """The value of a video; `frame_url` is null if the address can only be linked."""

    url: str
    frame_url: str | None
    title: Text


class EmbedBlock(TypedBlock, StructBlock):
    value_schema = EmbedValue

    url = URLBlock(label="Address", help_text="Of a video on YouTube or Vimeo.")
    title = CharBlock(max_length=160, help_text="What the video is about.")

    class Meta:
        icon = "media"
        group = "Media"
        label = "Video"
        template = "content/blocks/embed.html"
        description = "A video from YouTube or Vimeo, without cookies."
        preview_value = {"url": "https://vimeo.com/76979871", "title": "How a summit is prepared"}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if frame_url(cleaned["url"]) is None:
            message = "Only videos on YouTube and Vimeo can be shown; link to others in a text."
            raise StructBlockValidationError(block_errors={"url": ValidationError(message)})
        return cleaned

    def read(self, value: Any) -> EmbedValue:
        return EmbedValue(url=value["url"], frame_url=frame_url(value["url"]), title=value["title"])

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"frame": frame_url(value["url"])}

    def searchable_text(self, value: Any) -> Iterator[str]:
        yield value["title"]

    def markdown(self, value: Any) -> str:
        return link(escape(value["title"] or value["url"]), value["url"])
