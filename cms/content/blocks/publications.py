"""Publications: documents with cover, language, date and size."""

from collections.abc import Iterator
from typing import Any

from django.template.defaultfilters import filesizeformat
from pydantic import BaseModel
from wagtail.blocks.field_block import CharBlock, ChoiceBlock, TextBlock
from wagtail.blocks.list_block import ListBlock
from wagtail.blocks.struct_block import StructBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.content.blocks.media import DocumentJson, document_json
from cms.content.blocks.typed import BlockValue, Text, TypedBlock
from cms.content.images import ImageJson, image_json
from cms.content.markdown.text import bullets, escape, link, paragraphs
from cms.languages.registry import LANGUAGES
from cms.media.pictures import picture_of


class PublicationJson(BaseModel):
    """`language` is a code like `th`, empty if unknown; `date` is as readers say it."""

    document: DocumentJson
    language: Text
    date: Text
    description: Text
    cover: ImageJson | None


class PublicationsValue(BlockValue):
    items: list[PublicationJson]


def languages() -> list[tuple[str, str]]:
    """Return the choices of a document's language, each by its own name."""
    return [(code, each.endonym) for code, each in LANGUAGES.items()]


class PublicationsBlock(TypedBlock, StructBlock):
    """Documents as a shelf; those whose file is deleted are left out."""

    value_schema = PublicationsValue

    items = ListBlock(
        StructBlock(
            [
                ("document", DocumentChooserBlock()),
                (
                    "title",
                    CharBlock(
                        required=False,
                        max_length=160,
                        help_text="Left empty: the document's own title.",
                    ),
                ),
                ("image", ImageChooserBlock(required=False, label="Cover")),
                ("language", ChoiceBlock(choices=languages, required=False)),
                ("date", CharBlock(required=False, max_length=40, help_text="Like May 2026.")),
                ("description", TextBlock(required=False, rows=2)),
            ],
            icon="doc-full",
        ),
        min_num=1,
    )

    class Meta:
        icon = "folder-open-inverse"
        group = "Media"
        label = "Publications"
        template = "content/blocks/publications.html"
        preview_template = "content/blocks/publications_preview.html"
        description = "Documents with cover, language, date and size."

    def is_shown(self, value: Any) -> bool:
        return any(_shown(value))

    def read(self, value: Any) -> PublicationsValue:
        return PublicationsValue(
            items=[
                PublicationJson(
                    document=document_json(item["document"], item["title"]),
                    language=item["language"],
                    date=item["date"],
                    description=item["description"],
                    cover=item["image"] and image_json(item["image"], alt=""),
                )
                for item in _shown(value)
            ]
        )

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        items = [
            {
                "document": document_json(item["document"], item["title"]),
                "code": item["language"],
                "facts": _facts(item),
                "description": item["description"],
                "cover": picture_of(item["image"]),
            }
            for item in _shown(value)
        ]
        return context | {"publications": items}

    def searchable_text(self, value: Any) -> Iterator[str]:
        for item in _shown(value):
            yield item["title"] or item["document"].title
            yield item["date"]
            yield item["description"]

    def markdown(self, value: Any) -> str:
        return bullets(
            paragraphs(
                [
                    f"{link(escape(each.title), each.url)} ({', '.join(_facts(item))})",
                    escape(item["description"] or ""),
                ]
            )
            for item in _shown(value)
            for each in [document_json(item["document"], item["title"])]
        )


def _shown(value: Any) -> Iterator[Any]:
    return (item for item in value["items"] if item["document"] is not None)


def _facts(item: Any) -> list[str]:
    """Return kind, size, language and date of a publication, as far as they are known."""
    document = item["document"]
    size = filesizeformat(document.file_size).replace("\xa0", " ") if document.file_size else ""
    language = LANGUAGES.get(item["language"] or "")
    language_name = language.endonym if language else ""
    facts = (document.file_extension.upper(), size, language_name, item["date"])
    return [fact for fact in facts if fact]
