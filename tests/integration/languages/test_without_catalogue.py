"""A language without a catalogue: the interface is in English as a whole, and marked as such."""

import re
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup, Comment
from django.conf import settings as project
from django.utils.translation import gettext, ngettext, override
from wagtail.coreutils import get_content_languages

from cms.languages.catalogues import extraction
from cms.languages.formats import write_date
from cms.languages.interface import texts_of_admin
from search.engines import active
from search.indexing.rebuild import rebuild
from tests.servers.site import environment_of

CODE = "el"
GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
NAME = "Ελληνικά"


@pytest.fixture
def greek(settings, translated):
    """The site in Greek, beside a default language that has a catalogue, German."""
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [
        ("en", "English"),
        ("de", "Deutsch"),
        (CODE, NAME),
    ]
    get_content_languages.cache_clear()
    pages = translated(CODE)
    for number, page in enumerate(vars(pages).values()):
        page.title = f"Σελίδα {number}"
        page.save_revision().publish()
    yield pages
    get_content_languages.cache_clear()


@pytest.fixture(scope="module")
def messages():
    """The texts of the interface that stand alone on a page."""
    ids = (message.id for message in extraction.template(project.ROOT) if message.id)
    return {each for each in ids if isinstance(each, str)} | {"12 January 2026"}


def texts(soup):
    """Yield each visible text of the body with the language that it is marked as."""
    for node in soup.body.find_all(string=True):
        text = " ".join(node.split())
        if text and not isinstance(node, Comment) and node.parent.name != "script":
            yield text, node.find_parent(lang=True)["lang"]


def wrongly_marked(soup, messages):
    return [
        (text, code)
        for text, code in texts(soup)
        if (text in messages and code != "en") or (GREEK.search(text) and code != CODE)
    ]


def test_pages_are_in_their_language_and_the_interface_is_marked_english(
    client, cached_lookups, greek, messages
):
    for page in (greek.organ, greek.plain, greek.overview):
        soup = BeautifulSoup(client.get(page.get_url()).content, "html.parser")

        assert soup.html["lang"] == CODE
        assert wrongly_marked(soup, messages) == []
        assert {code for _, code in texts(soup)} == {"en", CODE}


@pytest.mark.parametrize("path", ["search/", "search/?q=xyzzyx&advanced", "no-such-page/"])
def test_pages_of_the_interface_alone_are_english(client, cached_lookups, greek, messages, path):
    rebuild(active.engine("embedded"))
    soup = BeautifulSoup(client.get(f"/{CODE}/{path}").content, "html.parser")

    assert soup.html["lang"] == "en"
    assert wrongly_marked(soup, messages) == []


def test_no_text_is_of_django_or_wagtail_or_the_default_language(settings):
    settings.LANGUAGES = [("de", "Deutsch"), (CODE, NAME)]
    settings.LANGUAGE_CODE = "de"
    with override(CODE):
        assert gettext("Search") == "Search"  # in the default language's catalogue
        assert gettext("Yes") == "Yes"  # in Django's
        assert gettext("Home") == "Home"  # in Wagtail's
        assert ngettext("{count} second", "{count} seconds", 2) == "{count} seconds"


def test_dates_are_in_the_language_of_the_interface(greek):
    with override(CODE):
        assert write_date(greek.plain.date) == "12 January 2026"


def test_editors_keep_the_languages_of_the_admin():
    with texts_of_admin(True), override(CODE):
        assert gettext("Yes") != "Yes"


def test_the_default_language_may_be_one_without_a_catalogue(tmp_path):
    """Run a process, because apps use the default language while they are loaded."""
    script = """
import django
django.setup()
from django.utils.translation import gettext
print(gettext("Search"), gettext("Page"))
"""
    shown = subprocess.run(
        [sys.executable, "-c", script],
        env=environment_of(tmp_path, LANGUAGES=f"{CODE},en"),
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout == "Search Page\n"
