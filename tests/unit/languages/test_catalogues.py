"""The catalogues are complete, and the check names each problem of one that is not."""

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings

from cms.languages.catalogues import extraction, files
from cms.languages.catalogues.checking import copied, message_problem, problems


@pytest.fixture(scope="module")
def template():
    return extraction.template(settings.ROOT)


@pytest.mark.parametrize(
    ("source", "string", "problem"),
    [
        ("{count} words", "{count} mots", ""),
        ("{count} words", "", "not translated"),
        ("{count} words", "{number} mots", "placeholders differ"),
        ("%(count)s words", "%(count)d mots", "placeholders differ"),
        ("{count} words", "{count} {count}", "placeholders differ"),
    ],
)
def test_a_message_needs_a_translation_with_the_same_placeholders(source, string, problem):
    message = Catalog().add(source, string)

    assert message_problem(message, 2) == problem


def test_a_fuzzy_message_is_a_problem():
    assert message_problem(Catalog().add("Search", "Recherche", flags=["fuzzy"]), 2) == "fuzzy"


def test_every_plural_form_is_needed():
    message = Catalog().add(("{n} word", "{n} words"), ("{n} mots",))

    assert message_problem(message, 2) == "needs 2 plural forms"


def test_missing_and_stale_messages_are_problems(tmp_path, template):
    catalog = files.read(settings.ROOT, "fr")
    catalog.delete("Search")
    catalog.add("No longer used", "Inutile")
    files.write(tmp_path, "fr", catalog)

    assert list(problems(tmp_path, "fr", template)) == [
        "fr: missing: 'Search'",
        "fr: stale: 'No longer used'",
    ]


def test_a_language_without_a_catalogue_is_a_problem(tmp_path, template):
    assert list(problems(tmp_path, "fr", template)) == ["fr: there is no catalogue."]


def test_messages_of_templates_and_of_modules_are_found(template):
    assert template.get("Skip to content")
    assert template.get("every page")
    assert template.get("%(shown)s result").pluralizable


def test_a_text_of_one_language_in_many_catalogues_is_a_problem(tmp_path):
    for code, menu in {"fr": "Menu", "th": "เมนู", "ar": "Menu", "vi": "Menu"}.items():
        catalog = files.read(settings.ROOT, code)
        catalog.get("Yes").string = "Ya"
        catalog.get("Menu").string = menu
        files.write(tmp_path, code, catalog)

    problems = list(copied(tmp_path, ["fr", "th", "ar", "vi"]))

    assert problems == ["ar, fr, th, vi: all have 'Ya' for 'Yes'"]
