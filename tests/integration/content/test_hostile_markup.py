"""Hostile markup from every source is removed wherever the page is shown."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from wagtail.blocks import RawHTMLBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.models import APIToken, Page

from cms.content.system_checks import check_rich_text, unclean_blocks
from cms.directory.models import Person
from home.models import ContentPage
from tests.factories import ContentPageFactory, UserFactory, WhatWeDoPageFactory, site_root
from whatwedo.models import WhatWeDoPage

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"
BAD = (
    '<p onclick="evil()">Kept <img src="x" onerror="evil()"><a href="javascript:evil()">words</a>'
    "</p><script>evil()</script><embed embedtype='media' url='http://evil.example/'/>"
)
RICH_BLOCKS = [
    {"type": "rich_text", "value": BAD},
    {"type": "callout", "value": {"tone": "note", "title": "", "text": BAD}},
    {"type": "aims", "value": {"lead": "", "points": [BAD]}},
    {
        "type": "table",
        "value": {
            "caption": "",
            "columns": [{"type": "cell", "heading": "H"}],
            "rows": [{"values": [BAD]}],
        },
    },
    {
        "type": "accordion",
        "value": {"items": [{"heading": "H", "content": [{"type": "rich_text", "value": BAD}]}]},
    },
]


@pytest.fixture
def home():
    return site_root()


def assert_stored_clean(page):
    """Check the newest revision, as it was saved."""
    assert "evil" not in json.dumps(page.get_latest_revision().content)


def assert_clean(client, page):
    """Check the page, and its JSON as HTML and as tree."""
    for address in (
        page.get_url(),
        f"{API}/pages/{page.pk}/",
        f"{API}/pages/{page.pk}/?rich_text=tree",
        f"{API}/pages/?fields=*",
    ):
        content = client.get(address).content.decode()
        assert "evil" not in content
        assert "Kept" in content


def test_rows_that_were_stored_before(client, home):
    page = ContentPageFactory(parent=home, body=[("rich_text", "<p>Kept</p>")])
    overview = WhatWeDoPageFactory(parent=home, introduction="<p>Kept</p>")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE home_contentpage SET body = %s WHERE page_ptr_id = %s",
            [json.dumps(RICH_BLOCKS), page.pk],
        )
        cursor.execute(
            "UPDATE whatwedo_whatwedopage SET introduction = %s WHERE page_ptr_id = %s",
            [BAD, overview.pk],
        )

    assert_clean(client, ContentPage.objects.get(pk=page.pk))
    assert_clean(client, WhatWeDoPage.objects.get(pk=overview.pk))


def test_revisions_that_were_stored_before(client, home):
    page = ContentPageFactory(parent=home, body=[("rich_text", "<p>Kept</p>")])
    revision = page.latest_revision
    revision.content["body"] = json.dumps(RICH_BLOCKS)
    revision.save()
    revision.publish()

    assert_clean(client, ContentPage.objects.get(pk=page.pk))


def test_json_lines(client, home, tmp_path):
    record = {"title": "A", "type": "whatwedo.WhatWeDoPage", "introduction": BAD, "text": "Kept"}
    file = tmp_path / "pages.jsonl"
    file.write_text(json.dumps(record))
    call_command("import_content", file, under="/", verbosity=0)

    page = WhatWeDoPage.objects.get(title="A")
    assert_clean(client, page)
    assert_stored_clean(page)


def test_json_lines_with_html(client, home, tmp_path):
    file = tmp_path / "pages.jsonl"
    file.write_text(json.dumps({"title": "A", "html": BAD}))
    call_command("import_content", file, under="/", verbosity=0)

    page = ContentPage.objects.get(title="A")
    assert_clean(client, page)
    assert_stored_clean(page)


def test_markdown_with_records(client, home, tmp_path):
    Person.objects.create(name="Siti")
    text = f"---\ntitle: A\n---\nKept\n\n::: person\nperson: Siti\ntext: {json.dumps(BAD)}\n:::\n"
    (tmp_path / "a.md").write_text(text)
    call_command("import_content", tmp_path, under="/", verbosity=0)

    page = ContentPage.objects.get(title="A")
    assert_clean(client, page)
    assert_stored_clean(page)


def test_the_api_for_editors(client, home):
    _, key = APIToken.create_token(user=UserFactory(is_superuser=True), name="test")
    page = ContentPageFactory(parent=home, body=[("rich_text", "<p>Kept</p>")])
    client.patch(
        f"/api/v3/pages/{page.pk}/",
        json.dumps({"meta": {"type": "home.ContentPage"}, "body": RICH_BLOCKS}),
        content_type="application/json",
        headers={"authorization": f"Bearer {key}"},
    )
    newest = Page.objects.get(pk=page.pk).specific.get_latest_revision()
    newest.publish()

    page = ContentPage.objects.get(pk=page.pk)
    assert_clean(client, page)
    assert_stored_clean(page)


def test_the_admin(client, home):
    client.force_login(UserFactory(is_superuser=True))
    page = WhatWeDoPageFactory(parent=home, introduction="<p>Kept</p>")
    form = {
        "title": page.title,
        "slug": page.slug,
        "introduction": json.dumps(
            {
                "blocks": [
                    {
                        "key": "a1b2c",
                        "text": "Kept words",
                        "type": "unstyled",
                        "depth": 0,
                        "inlineStyleRanges": [],
                        "entityRanges": [{"offset": 5, "length": 5, "key": 0}],
                    }
                ],
                "entityMap": {
                    "0": {
                        "type": "LINK",
                        "mutability": "MUTABLE",
                        "data": {"url": "javascript:evil()"},
                    }
                },
            }
        ),
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
    }
    response = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)

    assert response.status_code == 302
    page = WhatWeDoPage.objects.get(pk=page.pk)
    assert_clean(client, page)
    assert_stored_clean(page)


def test_all_rich_text_of_models_is_cleaned():
    assert check_rich_text() == []


def test_the_check_finds_blocks_at_any_depth():
    inner = StructBlock([("text", RichTextBlock()), ("html", RawHTMLBlock())])

    assert [each.name for each in unclean_blocks(StreamBlock([("inner", inner)]))] == [
        "text",
        "html",
    ]
