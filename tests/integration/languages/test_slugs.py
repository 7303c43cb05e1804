"""Slugs with vowel and tone signs, from the title to every surface that shows the address."""

import json
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.test.utils import WagtailTestUtils

from home.models import ContentPage
from tests.factories import ContentPageFactory, site_root
from tests.unit.languages.test_slugs import TITLES

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"
THAI, SLUG = "น้ำและสิ่งแวดล้อม", "น้ำและสิ่งแวดล้อม"
WRITTEN = {title: slug for title, slug in TITLES.items() if slug}


@pytest.fixture
def home():
    return site_root()


@pytest.fixture
def page(home):
    return ContentPageFactory(parent=home, title=THAI)


@pytest.fixture
def as_editor(client):
    WagtailTestUtils().create_superuser("editor", password="a long password", email="e@e.org")
    client.login(username="editor", password="a long password")
    return client


def test_a_page_without_a_slug_gets_that_of_its_title(page):
    assert page.slug == SLUG


def test_equal_titles_are_numbered(home, page):
    assert ContentPageFactory(parent=home, title=THAI).slug == f"{SLUG}-2"


def test_an_import_makes_slugs_of_titles_and_finds_them_again(home, tmp_path):
    file = tmp_path / "pages.jsonl"
    lines = [json.dumps({"title": title, "text": "Text."}) for title in WRITTEN]
    file.write_text("\n".join(lines), encoding="utf-8")

    call_command("import_content", file, under="/")
    call_command("import_content", file, under="/")

    assert sorted(ContentPage.objects.values_list("slug", flat=True)) == sorted(WRITTEN.values())


@pytest.mark.parametrize(("title", "slug"), WRITTEN.items(), ids=WRITTEN.values())
def test_the_page_is_at_its_address(client, home, title, slug):
    page = ContentPageFactory(parent=home, title=title)

    assert page.url == f"/{quote(slug)}/"
    assert client.get(page.url).status_code == 200
    assert client.get(f"{page.url}index.md").status_code == 200


@pytest.mark.parametrize("path", [f"/{SLUG}/", f"/{quote(SLUG)}/"], ids=["decoded", "encoded"])
def test_the_api_finds_the_page_by_its_path(client, page, path):
    payload = client.get(f"{API}/page/", {"path": path}).json()

    assert (payload["slug"], payload["path"]) == (SLUG, f"/{quote(SLUG)}/")


def test_the_sitemap_lists_the_encoded_address(client, page):
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)

    assert any(each.text.endswith(f"/{quote(SLUG)}/") for each in root.iter() if each.text)


def test_a_new_slug_leaves_a_redirect(client, page, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "น้ำ"
        page.save_revision().publish()

    assert client.get(f"/{quote(SLUG)}/").headers["Location"] == f"/{quote('น้ำ')}/"
    moved = client.get(f"{API}/page/", {"path": f"/{SLUG}/"}).json()
    assert (moved["state"], moved["location"]) == ("redirect", f"/{quote('น้ำ')}/")


def test_the_form_of_copies_accepts_the_slug(as_editor, home, page):
    form = {"new_title": "น้ำ", "new_slug": "น้ำ", "new_parent_page": home.pk}

    as_editor.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form)

    assert ContentPage.objects.filter(slug="น้ำ", title="น้ำ").exists()


def test_a_slug_is_stored_in_composed_letters(home):
    assert ContentPageFactory(parent=home, title="Page", slug="cre\u0301e").slug == "cr\u00e9e"


def test_files_named_in_divided_letters_are_at_composed_addresses(client, home, tmp_path):
    (tmp_path / "cre\u0301e.md").write_text("---\ntitle: Page\n---\nText.")

    call_command("import_content", tmp_path, under="/")
    call_command("import_content", tmp_path, under="/")

    assert ContentPage.objects.get().slug == "cr\u00e9e"
    assert client.get("/cr%C3%A9e/").status_code == 200
