"""Topics are listed in a language or its fallback, and marked where it is another."""

import pytest
from bs4 import BeautifulSoup

from cms.content.models import Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def peace():
    translations = {"id": {"name": "Perdamaian"}, "th": {"name": "สันติภาพ"}}
    return Topic.objects.create(name="Peace", slug="peace", translations=translations)


@pytest.mark.parametrize(
    ("query", "name", "locale"),
    [
        ("", "Peace", "en"),
        ("?locale=id", "Perdamaian", "id"),
        ("?locale=ms", "Perdamaian", "id"),
        ("?locale=ms&fallback=th,id", "สันติภาพ", "th"),
        ("?locale=ms&fallback=vi", "Peace", "en"),
        ("?locale=vi", "Peace", "en"),
    ],
)
def test_the_list_of_topics_is_in_a_language_or_its_fallback(client, peace, query, name, locale):
    [topic] = client.get(f"/api/delivery/v1/topics/{query}").json()["items"]

    assert (topic["slug"], topic["name"], topic["locale"]) == ("peace", name, locale)


@pytest.mark.parametrize("query", ["locale=xx", "locale=ms&fallback=xx", "fallback=id"])
def test_a_wrong_language_of_topics_is_named(client, peace, query):
    response = client.get(f"/api/delivery/v1/topics/?{query}")

    assert response.status_code == 422
    [parameter] = response.json()["parameters"]
    assert parameter["name"] == query.rpartition("&")[2].partition("=")[0]


@pytest.mark.parametrize(("code", "marks"), [("id", {}), ("ms", {"lang": "id", "dir": "ltr"})])
def test_a_topic_in_another_language_is_marked(client, site, peace, translated, code, marks):
    site.plain.topics = [peace]
    site.plain.save_revision().publish()
    page = translated(code).plain

    link = BeautifulSoup(client.get(page.url).content, "html.parser").find("a", rel="tag")

    assert link.text == "Perdamaian"
    assert {name: link.get(name) for name in ("lang", "dir") if link.get(name)} == marks
