"""Pages of a multilingual WordPress site get their languages and are linked as translations."""

import pytest
from django.core.management import call_command
from wagtail.models import Page

from tests.factories import home_in_languages
from tests.wordpress import category, export, item, postmeta, term

pytestmark = pytest.mark.django_db
NAMES = {"en": "English", "fr": "Français", "zh": "中文 (中国)", "eo": "Esperanto"}
LANGUAGES = [
    term("language", "en", NAMES["en"], {"locale": "en_GB", "rtl": 0, "flag_code": "gb"}),
    term("language", "fr", NAMES["fr"], {"locale": "fr_FR", "rtl": 0, "flag_code": "fr"}),
    term("language", "zh", NAMES["zh"], {"locale": "zh_CN", "rtl": 0, "flag_code": "cn"}),
]


@pytest.fixture(autouse=True)
def homes():
    return home_in_languages("fr", "zh-hans")


@pytest.fixture
def run(tmp_path, capsys):
    def run(*parts, under="/"):
        call_command("import_content", export(tmp_path, *parts), under=under)
        return capsys.readouterr().out

    return run


def polylang(number, title, code, group="", **more):
    """An item as Polylang's export has it."""
    extra = category("language", code, NAMES[code])
    if group:
        extra += category("post_translations", group, group)
    return item(number, title, f"<p>{title}</p>", extra=extra, **more)


def wpml(number, title, code, group, **more):
    """An item as the export has it with WPML's add-on."""
    meta = {"_wpml_import_language_code": code, "_wpml_import_translation_group": group}
    return item(number, title, f"<p>{title}</p>", extra=postmeta(**meta), **more)


def page(title):
    return Page.objects.get(title=title)


def translations(title):
    pages = page(title).get_translations(inclusive=True)
    return dict(pages.values_list("locale__language_code", "title"))


def test_pages_of_polylang_go_below_the_home_page_of_their_language(run):
    report = run(
        *LANGUAGES,
        polylang(1, "About", "en", "pll_5f1", kind="page", slug="about"),
        polylang(2, "À propos", "fr", "pll_5f1", kind="page", slug="a-propos"),
        polylang(3, "Histoire", "fr", kind="page", slug="histoire", parent=2),
        polylang(4, "关于", "zh", "pll_5f1", kind="page", slug="guan-yu"),
    )

    assert page("Histoire").url == "/fr/a-propos/histoire/"
    assert page("Histoire").locale.language_code == "fr"
    assert page("关于").url == "/zh-hans/guan-yu/"
    assert translations("About") == {"en": "About", "fr": "À propos", "zh-hans": "关于"}
    assert "Everything could be taken over." in report


@pytest.mark.parametrize("order", [[1, 2], [2, 1]])
def test_translations_are_linked_by_the_groups_of_terms_in_any_order(run, order):
    items = {1: polylang(1, "News", "en"), 2: polylang(2, "Actualités", "fr")}
    group = term("post_translations", "pll_9", "pll_9", {"en": 1, "fr": 2})

    run(*LANGUAGES, group, *(items[number] for number in order))

    assert translations("News") == {"en": "News", "fr": "Actualités"}


def test_below_another_language_the_other_ones_go_to_their_home_pages(run):
    run(
        *LANGUAGES,
        polylang(1, "About", "en", "g"),
        polylang(2, "À propos", "fr", "g"),
        under="/fr/",
    )

    assert page("About").url == "/entry-1/"
    assert page("À propos").url == "/fr/entry-2/"
    assert translations("About") == {"en": "About", "fr": "À propos"}


def test_a_child_of_a_page_in_another_language_goes_to_the_top_of_its_own(run):
    run(
        *LANGUAGES,
        polylang(1, "About", "en", kind="page"),
        polylang(2, "Histoire", "fr", kind="page", parent=1),
    )

    assert page("Histoire").url == "/fr/entry-2/"


def test_pages_of_wpml_get_the_languages_of_its_add_on(run):
    run(wpml(1, "About", "en", "17"), wpml(2, "À propos", "fr", "17"), wpml(3, "Seul", "fr", "18"))

    assert translations("About") == {"en": "About", "fr": "À propos"}
    assert translations("Seul") == {"fr": "Seul"}


def test_an_export_of_wpml_without_languages_is_reported(run):
    report = run(item(1, "About", "<p>1</p>", extra=postmeta(_wpml_word_count="12")))

    assert "the languages of WPML are left out: the export lacks them" in report


def test_a_language_that_the_site_lacks_is_reported(run):
    report = run(*LANGUAGES, polylang(1, "Pri ni", "eo", "g"), polylang(2, "About", "en", "g"))

    assert "item 1 “Pri ni”: its language (Esperanto) is left out: the site lacks it." in report
    assert page("Pri ni").locale.language_code == "en"
    assert translations("About") == {"en": "About"}


def test_a_second_page_in_a_language_is_not_linked_and_reported(run):
    report = run(
        *LANGUAGES,
        polylang(1, "About", "en", "g"),
        polylang(2, "À propos", "fr", "g"),
        polylang(3, "Encore", "fr", "g"),
    )

    assert translations("About") == {"en": "About", "fr": "À propos"}
    assert "item 3 “Encore”: the link to its translations is left out" in report


def test_links_between_translated_categories_are_reported(run):
    pair = term("term_translations", "pll_3", "pll_3", {"en": 4, "fr": 9})
    alone = term("term_translations", "pll_4", "pll_4", {"en": 5})

    report = run(*LANGUAGES, pair, alone, polylang(1, "About", "en"))

    assert "between translated categories or tags are left out (1)" in report


def test_broken_descriptions_of_terms_link_nothing(run):
    broken = (
        "<wp:term><wp:term_taxonomy>post_translations</wp:term_taxonomy><wp:term_slug>g"
        '</wp:term_slug><wp:term_description>a:2:{s:2:"en";i:1;O:3:"Evil":0:{}</wp:term_description>'
        "</wp:term>"
    )

    run(broken, polylang(1, "About", "en"), polylang(2, "À propos", "fr"))

    assert translations("About") == {"en": "About"}


def test_a_second_import_changes_nothing(run):
    parts = [*LANGUAGES, polylang(1, "About", "en", "g"), polylang(2, "À propos", "fr", "g")]
    run(*parts)

    assert "0 created, 0 changed, 2 unchanged" in run(*parts)
