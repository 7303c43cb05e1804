"""Pages speak one language: no English source string is left on a page of another."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from django.views.defaults import permission_denied, server_error

from cms.errors import unavailable
from cms.languages.registry import LANGUAGES
from cms.maintenance.models import Maintenance
from search.engines import active
from search.indexing.rebuild import rebuild
from tests.integration.languages.reading import leftovers

pytestmark = pytest.mark.usefixtures("every_language")

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


@pytest.mark.parametrize("code", OTHERS)
def test_no_english_is_left_on_any_page(client, cached_lookups, translated, code):
    pages = translated(code)
    rebuild(active.engine("embedded"))
    paths = [page.get_url() for page in vars(pages).values()]
    paths += [f"/{code}/search/{query}" for query in SEARCHES]
    paths += [f"/{code}/no-such-page/", f"/{code}/_util/login/", f"/{code}/opensearch.xml"]

    texts_by_path = {path: leftovers(client.get(path), code) for path in paths}

    assert {path: texts for path, texts in texts_by_path.items() if texts} == {}


@pytest.mark.parametrize("code", OTHERS)
def test_a_notice_speaks_the_language_of_its_page(client, translated, code):
    pages = translated(code)
    Maintenance.objects.create(page=pages.plain, end=timezone.now() + timezone.timedelta(days=9))

    response = client.get(pages.plain.get_url())

    assert response.status_code == 503
    assert leftovers(response, code) == []


@pytest.mark.parametrize("code", OTHERS)
def test_pages_about_errors_speak_the_language_of_the_address(rf, client, translated, code):
    deleted = translated(code).plain
    address = deleted.get_url()
    deleted.delete()
    strict = Client(enforce_csrf_checks=True)
    request = rf.get(f"/{code}/")
    with override(code):
        responses = {
            403: permission_denied(request, PermissionDenied()),
            500: server_error(request),
            503: unavailable(request),
        }
    responses |= {410: client.get(address), "csrf": strict.post(f"/{code}/_util/login/")}

    assert {status: each.status_code for status, each in responses.items()} == {
        403: 403,
        500: 500,
        503: 503,
        410: 410,
        "csrf": 403,
    }
    assert [leftovers(each, code) for each in responses.values()] == [[]] * len(responses)
    assert all(f'lang="{code}"' in each.content.decode() for each in responses.values())


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
    assert "Content-Language" not in response.headers


@pytest.mark.parametrize(
    "query",
    [
        *("page/?path=/nowhere/", "pages/999999/", "images/999999/", "preview/forged/"),
        *("nowhere/", "page/?version=draft", "changes/?cursor=old", "pages/?cursor=old"),
        *("pages/?colour=red", "pages/?limit=x", "pages/?limit=0", "pages/?limit=101"),
        *("pages/?sort=x", "pages/?total=x", "pages/?limit=1&limit=2", "pages/?date=x"),
        *("pages/?parent=999999", "pages/?topic=x", "pages/?locale=xx", "pages/?site=x.example"),
        *("pages/?expand=x", "pages/?expand=children&fields[siblings]=seo", "pages/?fallback=en"),
        *("pages/?type=home.HomePage&kind=council", "navigation/?locale=xx", "topics/?locale=xx"),
        *("search/?colour=red", "search/?limit=x", "search/?cursor=old"),
    ],
)
def test_problems_are_whole_in_the_language_of_the_client(client, site, query):
    def texts(header):
        response = client.get(f"/api/delivery/v1/{query}", headers={"accept-language": header})
        assert response.status_code in {401, 404, 422}
        problem = response.json()
        messages = [each["message"] for each in problem.get("parameters", ())]
        return [problem["title"], problem["detail"], *messages]

    for english, french in zip(texts("en"), texts("fr"), strict=True):
        assert english != french
        assert english.endswith((".", "Found", "Unauthorized", "Parameters"))


def test_a_refused_key_is_refused_in_the_language_of_the_client(client, site):
    for scheme in ("Basic", "Bearer"):
        english, french = (
            client.get(
                "/api/delivery/v1/pages/",
                headers={"accept-language": header, "authorization": f"{scheme} wrong"},
            ).json()["detail"]
            for header in ("en", "fr")
        )
        assert english != french


def test_answers_of_the_api_do_not_depend_on_the_language_of_the_client(client, site):
    rebuild(active.engine("embedded"))
    path = "/api/delivery/v1/search/?q=%22x&facets=type"
    answers = [
        client.get(path, headers={"accept-language": header}).json() for header in ("fr", "en")
    ]

    assert answers[0]["warnings"] == answers[1]["warnings"] != []


@pytest.mark.parametrize(("query", "title"), [("&locale=fr", "x – Rechercher"), ("", "x – Search")])
def test_a_feed_speaks_the_language_that_it_is_limited_to(client, translated, query, title):
    translated("fr")
    rebuild(active.engine("embedded"))

    feed = client.get(f"/api/delivery/v1/search/?q=x&format=atom{query}").content.decode()

    assert f"<title>{title}</title>" in feed
