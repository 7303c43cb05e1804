"""Blocks for people and postal addresses."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from wagtail.blocks.field_block import CharBlock, TextBlock, URLBlock
from wagtail.blocks.struct_block import StructBlock, StructBlockValidationError

from cms.content.blocks.typed import INLINE, BlockValue, Prose, ProseBlock, Text, TypedBlock
from cms.content.images import ImageJson, image_json
from cms.content.markdown.text import escape, link, paragraphs, strong
from cms.directory.choosers import PersonChooserBlock
from cms.directory.models import Person


class PersonValue(BlockValue):
    honorific: str
    name: str
    role: str
    country: str | None
    portrait: ImageJson | None
    html: str


def sample_person() -> Person:
    return Person(honorific="H.E.", name="Siti Example", title="Ambassador")


class PersonBlock(TypedBlock, StructBlock):
    """A person from the directory, with an optional role."""

    value_schema = PersonValue

    person = PersonChooserBlock()
    role = CharBlock(
        required=False, max_length=160, help_text="Leave empty for the title in the directory."
    )
    text = ProseBlock(required=False, features=INLINE)

    class Meta:
        icon = "user"
        group = "People and places"
        label = "Person"
        template = "content/blocks/person.html"
        description = "A person from the directory: portrait, name and role."

    def get_preview_value(self) -> Any:
        return self.normalize({"person": sample_person(), "role": "", "text": Prose("")})

    @property
    def is_previewable(self) -> bool:
        return True

    def is_shown(self, value: Any) -> bool:
        return value["person"] is not None

    def read(self, value: Any) -> PersonValue:
        person = value["person"].in_language()
        return PersonValue(
            honorific=person.honorific,
            name=person.name,
            role=value["role"] or person.title,
            country=person.country.iso_code if person.country else None,
            portrait=person.portrait and image_json(person.portrait, alt=str(person)),
            html=value["text"].html,
        )

    def searchable_text(self, value: Any) -> Iterator[str]:
        person = value["person"].in_language()
        yield str(person)
        yield value["role"] or person.title
        yield value["text"].plain

    def markdown(self, value: Any) -> str:
        content = self.read(value)
        name = strong(f"{content.honorific} {content.name}")
        role = ", ".join(filter(None, [name, escape(content.role)]))
        return paragraphs([role, value["text"].markdown])


class AddressValue(BlockValue):
    name: Text
    lines: list[str]
    map_url: Text


class AddressBlock(TypedBlock, StructBlock):
    value_schema = AddressValue

    name = CharBlock(  # type: ignore[assignment]  # a child block, which Wagtail's metaclass removes
        required=False, max_length=160, help_text="Who or what is there."
    )
    lines = TextBlock(rows=4, help_text="As on an envelope, a line each.")
    map_url = URLBlock(required=False, label="Link to a map")

    class Meta:
        icon = "home"
        group = "People and places"
        label = "Address"
        template = "content/blocks/address.html"
        description = "Where to find or write to somebody, with a link to a map."
        preview_value = {
            "name": "Visitors' office",
            "lines": "1 Example Street\nJakarta 12110\nIndonesia",
            "map_url": "https://www.openstreetmap.org/",
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["map_url"] and not cleaned["map_url"].startswith("https://"):
            raise StructBlockValidationError(
                block_errors={"map_url": ValidationError("A map's address starts with https://.")}
            )
        return cleaned

    def read(self, value: Any) -> AddressValue:
        lines = (value["lines"] or "").splitlines()
        return AddressValue(name=value["name"], lines=lines, map_url=value["map_url"])

    def searchable_text(self, value: Any) -> Iterator[str]:
        yield value["name"]
        yield value["lines"]

    def markdown(self, value: Any) -> str:
        content = self.read(value)
        lines = [strong(content.name), *map(escape, content.lines)]
        address = "\\\n".join(filter(None, lines))
        return paragraphs([address, link(gettext("Map"), content.map_url)])
