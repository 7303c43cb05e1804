"""Pages whose every field and block holds a word that is found nowhere else."""

import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    ListBlock,
    PageChooserBlock,
    RegexBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
    URLBlock,
)
from wagtail.contrib.forms.models import AbstractFormField
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.documents.models import Document
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from cms.content.models import Topic
from cms.directory.choosers import PersonChooserBlock
from cms.directory.models import MemberState, Person
from whatwedo.models import OrganPage

LONG_AGO = date(1834, 5, 6)
# What Wagtail's own fields of a page say to the public; the title and the address stay public.
OF_EVERY_PAGE = ("seo_title", "search_description")


@dataclass
class CanaryWords:
    """Plants words that begin with `root`, and remembers where each stands."""

    elsewhere: OrganPage
    """A public page that the planted ones may point to."""
    root: str = field(default_factory=lambda: f"zq{secrets.token_hex(4)}n")
    words: dict[str, str] = field(default_factory=dict)
    """The place of each word."""
    in_files: set[str] = field(default_factory=set)
    """The words that are in the records of images and documents, or in the files."""
    images: list[Image] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)

    def word(self, where: str) -> str:
        word = f"{self.root}{len(self.words):04}"
        self.words[word] = where
        return word

    def fields(self, model: type[Page]) -> dict[str, Any]:
        """Values for all that an editor can fill in; fails for a kind of field it cannot plant."""
        chosen = {each.name: each for each in model._meta.local_fields if each.editable}
        chosen |= {name: model._meta.get_field(name) for name in OF_EVERY_PAGE}
        chosen.pop("page_ptr", None)
        return {
            name: self._value(each, f"{model.__name__}.{name}") for name, each in chosen.items()
        }

    def relate(self, page: Any) -> None:
        for each in page._meta.get_fields():
            if isinstance(each, ParentalManyToManyField):
                plant = {Topic: self.topic, Person: self.person}.get(each.related_model)
                assert plant, f"Plant something in {each}."
                setattr(page, each.name, [plant(str(each))])
        for relation in get_all_child_relations(type(page)):
            if relation.related_model._meta.app_label.startswith("wagtail"):
                continue
            if issubclass(relation.related_model, AbstractFormField):
                self._form_field(page, relation.name)
                continue
            assert relation.name == "relations", f"Plant something in {relation}."
            page.relations.create(kind="supports", to=self.elsewhere)

    def _form_field(self, page: Any, name: str) -> None:
        where = f"{type(page).__name__}.{name}"
        texts = {each: self.word(f"{where}.{each}") for each in ("label", "help_text", "choices")}
        getattr(page, name).create(field_type="dropdown", **texts)

    def _value(self, each: Any, where: str) -> Any:
        match each:
            case StreamField():
                return each.stream_block.to_python(self._raw(each.stream_block, where))
            case RichTextField():
                return f"<p>{self.word(where)}</p>"
            case models.ForeignKey(related_model=model) if model is Image:
                return self.image(where)
            case models.ForeignKey(related_model=model) if model is Person:
                return self.person(where)
            case models.DateField():
                return LONG_AGO
            case _ if each.choices:
                return each.choices[0][0]
            case models.CharField(max_length=10):
                return LONG_AGO.isoformat()
            case models.CharField() if each.name.endswith("_address"):
                return f"{self.word(where)}@example.org"
            case models.CharField() | models.TextField():
                return self.word(where)
        raise AssertionError(f"Plant something in {where}, a {type(each).__name__}.")

    def _raw(self, block: Any, where: str) -> Any:
        match block:
            case TypedTableBlock():
                cells = [
                    self._raw(child, f"{where}.{n}") for n, child in block.child_blocks.items()
                ]
                return {
                    "caption": self.word(f"{where}.caption"),
                    "columns": [
                        {"type": name, "heading": self.word(f"{where}.heading")}
                        for name in block.child_blocks
                    ],
                    "rows": [{"values": cells}],
                }
            case StructBlock():
                return {n: self._raw(b, f"{where}.{n}") for n, b in block.child_blocks.items()}
            case StreamBlock():
                return [
                    {"type": n, "value": self._raw(b, f"{where}.{n}"), "id": n}
                    for n, b in block.child_blocks.items()
                ]
            case ListBlock():
                return [self._raw(block.child_block, where)]
            case RichTextBlock():
                linked = self.document(f"{where}.linked")
                return f'<p>{self.word(where)} <a linktype="document" id="{linked.pk}">it</a></p>'
            case ImageChooserBlock():
                return self.image(where).pk
            case DocumentChooserBlock():
                return self.document(where).pk
            case PersonChooserBlock():
                return self.person(where).pk
            case PageChooserBlock():
                return self.elsewhere.pk
            case BooleanBlock():
                return False
            case ChoiceBlock():
                return next(iter(block.field.choices))[0]
            case URLBlock():
                return f"https://example.org/{self.word(where)}"
            case CharBlock() | TextBlock() | RegexBlock():
                return self.word(where)
        raise AssertionError(f"Plant something in {where}, a {type(block).__name__}.")

    def _in_file(self, where: str) -> str:
        word = self.word(where)
        self.in_files.add(word)
        return word

    def image(self, where: str) -> Image:
        """A real picture; its file's name is planted, too."""
        name = f"{self._in_file(f'{where}.file')}.png"
        image = Image.objects.create(
            title=self._in_file(f"{where}.title"),
            description=self._in_file(f"{where}.description"),
            file=get_test_image_file(filename=name, size=(400, 300)),
        )
        self.images.append(image)
        return image

    def document(self, where: str) -> Document:
        """A text file with a word in it and another in its name."""
        name = f"{self._in_file(f'{where}.file')}.txt"
        text = ContentFile(self._in_file(f"{where}.text").encode(), name)
        document = Document.objects.create(title=self._in_file(f"{where}.title"), file=text)
        self.documents.append(document)
        return document

    def person(self, where: str) -> Person:
        count = len(self.people)
        state = MemberState.objects.create(
            name=self.word(f"{where}.country"), iso_code=f"Z{chr(65 + count)}"
        )
        person = Person.objects.create(
            honorific=self.word(f"{where}.honorific"),
            name=self.word(f"{where}.name"),
            title=self.word(f"{where}.title"),
            biography=self.word(f"{where}.biography"),
            country=state,
            portrait=self.image(f"{where}.portrait"),
        )
        self.people.append(person)
        return person

    def topic(self, where: str) -> Topic:
        word = self.word(where)
        topic = Topic.objects.create(name=word, slug=word)
        self.topics.append(topic)
        return topic
