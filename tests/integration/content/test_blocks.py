"""Blocks that show records: deleted and withheld ones are left out, with few queries."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.content.blocks.prose import prepare_bodies
from cms.content.blocks.stream import stream_json, stream_text
from cms.maintenance.models import Maintenance
from cms.maintenance.register import register
from home.models import ContentPage
from tests.factories import (
    ContentPageFactory,
    DocumentFactory,
    ImageFactory,
    MemberStateFactory,
    PersonFactory,
    site_root,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return site_root()


def page_of(home, *blocks):
    page = ContentPageFactory(parent=home, body=list(blocks))
    return ContentPage.objects.get(pk=page.pk)


def picture(image):
    return ("image", {"image": image, "alt_text": "Seen", "decorative": False, "caption": ""})


def card(page, title="Go on"):
    return {"title": title, "text": "Read", "page": page, "url": "", "image": None}


def read(page):
    """Return the body on every surface: HTML, JSON and searchable text."""
    prepare_bodies(page.body)
    html = page.body.render_as_block()
    json = [block.model_dump() for block in stream_json(page.body)]
    return html, json, list(stream_text(page.body))


def shown_by(kind):
    record = {"person": PersonFactory, "image": ImageFactory, "document": DocumentFactory}[kind]()
    value = {
        "person": ("person", {"person": record, "role": "", "text": "<p>Known</p>"}),
        "image": picture(record),
        "document": ("document", {"document": record, "title": "Named", "description": ""}),
    }[kind]
    return record, value


@pytest.mark.parametrize("kind", ["person", "image", "document"])
def test_a_block_whose_record_was_deleted_is_left_out(home, kind):
    record, block = shown_by(kind)
    page = page_of(home, block, ("rich_text", "<p>Stays</p>"))
    record.delete()

    html, json, text = read(ContentPage.objects.get(pk=page.pk))

    assert "Stays" in html
    assert f"block-{kind}" not in html
    assert [block["type"] for block in json] == ["rich_text"]
    assert text == ["Stays"]


def test_a_block_whose_record_was_deleted_is_left_out_of_an_accordion(home):
    image = ImageFactory()
    page = page_of(
        home, ("accordion", {"items": [{"heading": "Open", "content": [picture(image)]}]})
    )
    image.delete()

    html, json, text = read(ContentPage.objects.get(pk=page.pk))

    assert "<img" not in html
    assert json[0]["value"]["items"] == [{"heading": "Open", "content": []}]
    assert text == ["Open"]


def test_an_image_whose_file_is_lost_does_not_break_its_page(home):
    image = ImageFactory()
    page = page_of(home, picture(image))
    image.file.storage.delete(image.file.name)

    html, json, _ = read(page)

    assert 'alt="Seen"' in html
    assert json[0]["value"]["image"]["alt"] == "Seen"


def test_cards_to_pages_that_are_not_public_are_left_out(home):
    draft = ContentPageFactory(parent=home, title="A draft", live=False)
    page = page_of(home, ("cards", {"title": "See also", "cards": [card(draft, "Secret plan")]}))

    html, json, text = read(page)

    assert "Secret plan" not in html
    assert "See also" not in html
    assert json == []
    assert text == []


def test_cards_still_lead_to_pages_under_maintenance(home):
    target = ContentPageFactory(parent=home, title="Being repaired")
    page = page_of(home, ("cards", {"title": "", "cards": [card(target, "")]}))
    Maintenance.objects.create(page=target)
    register.invalidate()

    html, json, _ = read(page)

    assert "Being repaired" in html
    assert json[0]["value"]["cards"][0]["page"] == target.pk


def test_publications_say_what_the_file_is(home):
    document = DocumentFactory(title="Charter")
    item = {"document": document, "title": "", "language": "th", "date": "May 2026"}
    page = page_of(home, ("publications", {"items": [item]}))

    html, json, text = read(page)

    assert ">Charter</a>" in html
    assert '<li lang="th">' in html
    assert "· ไทย · May 2026" in html
    assert json[0]["value"]["items"][0]["document"]["id"] == document.pk
    assert text == ["Charter", "May 2026"]


def test_a_publication_without_its_file_is_left_out(home):
    document = DocumentFactory(title="Charter")
    page = page_of(home, ("publications", {"items": [{"document": document}]}))
    document.delete()

    html, json, text = read(ContentPage.objects.get(pk=page.pk))

    assert "Charter" not in html
    assert (json, text) == ([], [])


def test_publications_are_imported_with_their_files(home, tmp_path):
    (tmp_path / "list.csv").write_text("a,b\n")
    (tmp_path / "shelf.md").write_text(
        "---\ntitle: Shelf\n---\n::: publications\nitems:\n"
        "- {document: list.csv, title: List, language: en}\n:::\n"
    )

    call_command("import_content", str(tmp_path), under="/", verbosity=0)

    html, _, _ = read(ContentPage.objects.get(slug="shelf"))
    assert ">List</a>" in html
    assert "CSV" in html


def test_key_figures_are_terms_and_values(home):
    items = [{"value": "11", "label": "Member States"}]
    page = page_of(home, ("figures", {"items": items, "source": "The Charter"}))

    html, json, text = read(page)

    assert "<dt>Member States</dt><dd>11</dd>" in html
    assert json[0]["value"]["items"] == items
    assert text == ["11 Member States", "The Charter"]


@pytest.mark.parametrize("link", ['id="x"', 'id="99999999999999999999"', 'id="0"', ""])
def test_a_broken_link_in_a_text_is_plain_text(home, link):
    page = page_of(home, ("rich_text", f'<p><a linktype="page" {link}>word</a></p>'))

    html, _, _ = read(page)

    assert "word" in html
    assert "href" not in html


def everything(home, count):
    """A body with `count` of each block that shows records, each with its own records."""
    pages = [ContentPageFactory(parent=home) for _ in range(count)]
    images = [ImageFactory() for _ in range(count)]
    people = [
        PersonFactory(country=MemberStateFactory(), portrait=ImageFactory()) for _ in range(count)
    ]
    documents = [DocumentFactory() for _ in range(count)]
    links = [
        f'<p><a linktype="page" id="{page.pk}">p</a><a linktype="document" id="{file.pk}">d</a></p>'
        for page, file in zip(pages, documents, strict=True)
    ]
    cards = [card(page) | {"image": image} for page, image in zip(pages, images, strict=True)]
    body = [
        *(picture(image) for image in images),
        *(("person", {"person": person, "role": "", "text": ""}) for person in people),
        *(("document", {"document": file, "title": "", "description": ""}) for file in documents),
        *(("rich_text", link) for link in links),
        ("cards", {"title": "", "cards": cards}),
        (
            "publications",
            {
                "items": [
                    {"document": file, "image": image, "language": "th"}
                    for file, image in zip(documents, images, strict=True)
                ]
            },
        ),
        (
            "accordion",
            {
                "items": [
                    {"heading": "More", "content": [("rich_text", link), picture(image)]}
                    for link, image in zip(links, images, strict=True)
                ]
            },
        ),
    ]
    return page_of(home, *body)


def queries_to_read(page):
    read(ContentPage.objects.get(pk=page.pk))  # makes the renditions, as the first visitor would
    with CaptureQueriesContext(connection) as captured:
        read(ContentPage.objects.get(pk=page.pk))
    return [query["sql"] for query in captured]


def test_the_number_of_queries_does_not_grow_with_the_body(home):
    few = queries_to_read(everything(home, 1))
    many = queries_to_read(everything(home, 6))

    assert len(many) == len(few), "\n".join(many)


def test_equal_anchors_are_numbered_except_those_of_editors(home):
    entered = ["", "", "again-2", ""]
    page = page_of(home, *(("heading", {"text": "Again", "anchor": each}) for each in entered))

    _, json, _ = read(page)

    anchors = [block["value"]["anchor"] for block in json]
    assert len(set(anchors)) == len(anchors)
    assert "again-2" in anchors[2:3]
