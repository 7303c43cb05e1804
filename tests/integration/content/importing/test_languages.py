"""Translations are linked whichever language is imported first."""

import json
from itertools import permutations

import pytest
from django.core.management import call_command
from wagtail.models import Locale, Page

from home.models import ContentPage
from tests.factories import ContentPageFactory, home_in_languages

pytestmark = pytest.mark.django_db
ABOUT = {"en": "About", "th": "เกี่ยวกับ", "id": "Tentang"}
UNDER = {"en": "/", "th": "/th/", "id": "/id/"}


@pytest.fixture
def homes():
    return home_in_languages("th", "id")


def run(source, under):
    call_command("import_content", source, under=under, verbosity=0)


def write_lines(folder, code):
    pages = [{"slug": "about", "title": ABOUT[code], "text": code}, {"title": "X", "text": code}]
    source = folder / f"{code}.jsonl"
    source.write_text("".join(f"{json.dumps(each)}\n" for each in pages))
    return source


def write_folder(folder, code):
    source = folder / code
    source.mkdir()
    (source / "about.md").write_text(f"---\ntitle: {ABOUT[code]}\n---\n{code}\n")
    (source / "x.html").write_text(f"<h1>X</h1><p>{code}</p>")
    return source


@pytest.mark.parametrize("order", [*permutations(ABOUT)], ids="-".join)
@pytest.mark.parametrize("write", [write_lines, write_folder])
def test_languages_imported_one_by_one_are_linked(homes, tmp_path, write, order):
    for code in order:
        run(write(tmp_path, code), UNDER[code])

    for title in (ABOUT["en"], "X"):
        page = Page.objects.get(title=title, locale__language_code="en")
        languages = page.get_translations().values_list("locale__language_code", flat=True)
        assert {*languages} == {"th", "id"}


@pytest.mark.parametrize("order", [*permutations(["a", "b-ms", "c"])], ids="-".join)
def test_lines_in_any_order_are_linked_to_the_original_that_they_name(homes, tmp_path, order):
    lines = {
        "a": {"slug": "us", "title": "Us", "text": "a"},
        "b-ms": {
            "slug": "kami",
            "title": "Kami",
            "text": "b",
            "locale": "ms",
            "translation_of": "/us/",
        },
        "c": {
            "slug": "rao",
            "title": "Rao",
            "text": "c",
            "locale": "th",
            "translation_of": "/us/",
        },
    }
    source = tmp_path / "pages.jsonl"
    source.write_text("".join(f"{json.dumps(lines[each])}\n" for each in order))

    run(source, "/")

    page = ContentPage.objects.get(slug="us")
    assert {*page.get_translations().values_list("slug", flat=True)} == {"kami", "rao"}


def test_pages_that_are_linked_keep_their_links(homes, tmp_path):
    run(write_lines(tmp_path, "en"), "/")
    about = ContentPage.objects.get(slug="about")
    thai_home = homes.get_translation(Locale.objects.get(language_code="th"))
    translation = ContentPageFactory(
        parent=thai_home,
        title="เรา",
        slug="rao",
        locale=thai_home.locale,
        translation_key=about.translation_key,
    )
    run(write_lines(tmp_path, "th"), "/th/")
    changed = [{"slug": "about", "title": "About us", "text": "changed"}]
    (tmp_path / "en.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in changed))

    run(tmp_path / "en.jsonl", "/")

    about = ContentPage.objects.get(title="About us")
    assert [*about.get_translations().values_list("pk", flat=True)] == [translation.pk]
