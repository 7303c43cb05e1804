"""A crawl of all that can be reached: each page speaks the language of its address, no other."""

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from cms.languages.registry import language
from search.engines import active
from search.indexing.rebuild import rebuild
from tests.integration.languages.reading import untranslated
from tests.servers.ports import free_port
from tests.servers.prepared import migrated_data, static_data
from tests.servers.production import production_environment, run, serving

MAX_SEARCHES = 40
"""Search addresses with a query string that are followed; results link to endless others."""
ELSEWHERE = ("/admin/", "/api/", "/documents/", "/media/", "/static/", "/mcp")
"""Below these are no pages of the site."""
HOST = "http://testserver"


@dataclass
class Answer:
    status: int
    content_type: str
    content: bytes

    @cached_property
    def page(self) -> BeautifulSoup:
        return BeautifulSoup(self.content, "html.parser")


Get = Callable[[str], Answer]


@pytest.fixture
def get(client) -> Get:
    """Return a function that answers a path in this process."""

    def answer(path: str) -> Answer:
        response = client.get(path)
        return Answer(response.status_code, response.get("Content-Type", ""), response.getvalue())

    return answer


def speaks(path: str, codes: list[str]) -> str:
    """Return the language that the address promises; the first of the codes has no prefix."""
    first = urlsplit(path).path.split("/")[1]
    return first if first in codes else codes[0]


def crawl(get: Get, starts: list[str]) -> Iterator[tuple[str, Answer]]:
    """Yield each HTML page of the site that links lead to, the starts first."""
    queue, visited, searches = list(starts), set(starts), 0
    for path in queue:
        answer = get(path)
        if not answer.content_type.startswith("text/html"):
            continue
        links = [link["href"] for link in answer.page.select("a[href]")]
        yield path, answer
        for link in links:
            parts = urlsplit(urljoin(HOST + path, link))
            address = f"{parts.path}?{parts.query}" if parts.query else parts.path
            if f"{parts.scheme}://{parts.netloc}" != HOST or address.startswith(ELSEWHERE):
                continue
            if address in visited or (parts.query and searches >= MAX_SEARCHES):
                continue
            searches += bool(parts.query)
            visited.add(address)
            queue.append(address)


def faults(get: Get, codes: list[str]) -> dict[str, list[str]]:
    """Return what is wrong, by path."""
    homes = ["/" if code == codes[0] else f"/{code}/" for code in codes]
    starts = [
        f"{home}{path}"
        for home in homes
        for path in ("", "search/", "search/?advanced", "search/?q=%22x+NEAR", "no-such-page/")
    ]
    faults_by_path = {}
    for path, answer in crawl(get, starts):
        code = speaks(path, codes)
        page, wrong = answer.page, []
        declared = page.html["lang"], page.html.get("dir", "ltr")
        if declared != (code, language(code).direction):
            wrong.append(f"declared as {declared}")
        if "/search/" in path:
            listed = {link["hreflang"] for link in page.select("#languages a")}
            wrong += [] if listed == {*codes} else [f"languages: {sorted(listed)}"]
        # A link of the frame that is marked as of another language is not translated.
        wrong += [
            link.text
            for link in page.select("header a[lang], .site-footer a[lang]")
            if link["lang"] != code and not link.has_attr("hreflang")
        ]
        wrong += untranslated(page, code)
        if wrong:
            faults_by_path[path] = wrong
    return faults_by_path


@pytest.mark.django_db
def test_the_demo_speaks_the_language_of_each_address(get, loaded_demo, cached_lookups, settings):
    rebuild(active.engine("embedded"))

    served = dict(settings.LANGUAGES)
    assert faults(get, [code for code in served if code not in {"fr", "ar"}]) == {}


def test_a_site_of_ones_own_speaks_each_of_its_languages_and_no_english(tmp_path):
    codes = ["fr", "ar", "de", "es", "ru"]
    variables = {"PORT": str(free_port()), "SITE": "own", "WEB_CONCURRENCY": "1"}
    environment = production_environment(migrated_data(static_data(tmp_path)), **variables)
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "EMAIL_URL"):
        del environment[name]
    environment["DJANGO_SETTINGS_MODULE"] = "cms.settings.demo"
    begun = run(
        environment,
        "manage.py",
        "init_site",
        "--name",
        "Fédération",
        "--languages",
        ",".join(codes),
    )
    assert begun.returncode == 0, begun.stderr

    def get(path: str) -> Answer:
        url = f"http://127.0.0.1:{variables['PORT']}{quote(path, safe='/?&=%+:')}"
        try:
            with urllib.request.urlopen(url) as response:
                return Answer(response.status, response.headers["Content-Type"], response.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers["Content-Type"], error.read())

    with serving(environment, ("python", "-m", "cms.serve", "production")):
        assert faults(get, codes) == {}
