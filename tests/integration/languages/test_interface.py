"""Pages speak one language: no English source string is left on a page of another."""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from bs4 import BeautifulSoup, Comment
from django.conf import settings
from django.utils import timezone

from cms.languages.catalogues import files
from cms.languages.catalogues.checking import PLACEHOLDER
from cms.languages.registry import LANGUAGES
from cms.maintenance.models import Maintenance
from search.engines import active
from search.indexing.rebuild import rebuild

OTHERS = [code for code in LANGUAGES if code != "en"]
SEARCHES = (
    "",
    "?advanced",
    "?q=%C2%A7",
    "?q=xyzzyx&topic=nothing",
    "?q=%22unclosed+NEAR+(a+OR)+title:+b*+x~+nothing:c+date:2020..2024+-d+%2Be",
    "?q=a+b&sort=nonsense&limit=x&unknown=1&date_from=2024&date_to=2020",
    "?all=a&phrase=b+c&any=d&none=e&date_from=2020&locale=en&type=whatwedo.OrganPage",
)
ATTRIBUTES = ("aria-label", "title", "alt", "placeholder", "content", "data-none")


@pytest.fixture(autouse=True)
def empty_index(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path
    active.engine.cache_clear()
    yield
    active.engine.cache_clear()


@cache
def english(code: str) -> re.Pattern[str]:
    """Return a pattern of every English text that the language writes in another way."""
    texts: set[str] = set()
    for message in files.read(settings.ROOT, code):
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for source, string in zip(sources, strings, strict=False):
            texts |= set(_visible(source)) - set(_visible(string))
    patterns = (
        ".+".join(map(re.escape, PLACEHOLDER.split(text))) for text in texts if len(text) > 2
    )
    return re.compile("|".join(sorted(patterns)))


def _visible(markup: str) -> list[str]:
    return list(BeautifulSoup(markup, "html.parser").stripped_strings)


def shown(html: str, code: str) -> Iterator[str]:
    """Yield each text that a visitor sees or hears, whitespace collapsed.

    Texts that are marked as of another language, like titles of results, are left out.
    """
    soup = BeautifulSoup(html, "html.parser")
    for hidden in [*soup.find_all(["style", "code"]), *soup.select("body [lang]")]:
        if hidden.get("lang") != code:
            hidden.extract()
    for node in soup.find_all(string=True):
        if not isinstance(node, Comment) and (text := " ".join(node.split())):
            yield text
    for tag in soup.find_all(True):
        yield from (" ".join(tag[name].split()) for name in ATTRIBUTES if tag.get(name))


def leftovers(response, code: str) -> list[str]:
    return [
        text for text in shown(response.content.decode(), code) if english(code).fullmatch(text)
    ]


@pytest.mark.parametrize("code", OTHERS)
def test_no_english_is_left_on_any_page(client, translated, code):
    pages = translated(code)
    rebuild(active.engine("embedded"))
    paths = [page.get_url() for page in vars(pages).values()]
    paths += [f"/{code}/search/{query}" for query in SEARCHES]
    paths += [f"/{code}/no-such-page/", f"/{code}/_util/login/", f"/{code}/opensearch.xml"]

    found = {path: leftovers(client.get(path), code) for path in paths}

    assert {path: texts for path, texts in found.items() if texts} == {}


@pytest.mark.parametrize("code", OTHERS)
def test_a_notice_speaks_the_language_of_its_page(client, translated, code):
    pages = translated(code)
    Maintenance.objects.create(page=pages.plain, end=timezone.now() + timezone.timedelta(days=9))

    response = client.get(pages.plain.get_url())

    assert response.status_code == 503
    assert leftovers(response, code) == []


@pytest.mark.parametrize("code", ["en", *OTHERS])
def test_pages_declare_language_and_direction(client, translated, code):
    pages = translated(code)
    prefix = "" if code == "en" else f"/{code}"

    for path in (pages.organ.get_url(), f"{prefix}/search/", f"{prefix}/no-such-page/"):
        html = BeautifulSoup(client.get(path).content, "html.parser").html
        assert html["lang"] == code
        assert html.get("dir", "ltr") == LANGUAGES[code].direction


def test_a_page_without_translation_is_listed_in_the_next_language_of_the_chain(
    client, site, translated
):
    indonesian = translated("id")
    indonesian.overview.title = "§ ikhtisar"
    indonesian.overview.save_revision().publish()
    malay = translated("ms")
    malay.overview.delete()

    html = BeautifulSoup(client.get("/ms/search/").content, "html.parser")

    [link] = html.select("#sections a")
    assert (link.text, link["href"], link["lang"]) == (
        "§ ikhtisar",
        indonesian.overview.get_url(),
        "id",
    )


def test_the_crawl_would_notice_english(client, translated):
    translated("fr")

    assert leftovers(client.get("/search/"), "fr")


@pytest.mark.parametrize(
    ("header", "title"),
    [("fr-CH, fr;q=0.9", "Introuvable"), ("xx, id;q=0.5", "Tidak Ditemukan"), ("xx", "Not Found")],
)
def test_problems_of_the_api_speak_the_language_of_the_client(client, site, header, title):
    response = client.get("/api/delivery/v1/pages/999999/", headers={"accept-language": header})

    assert response.json()["title"] == title


def test_answers_of_the_api_do_not_depend_on_the_language_of_the_client(client, site):
    rebuild(active.engine("embedded"))
    path = "/api/delivery/v1/search/?q=%22x&facets=type"
    answers = [
        client.get(path, headers={"accept-language": header}).json() for header in ("fr", "en")
    ]

    assert answers[0]["warnings"] == answers[1]["warnings"] != []
