"""The search page prefers its own language; editors and API clients may choose one."""

from datetime import date
from http import HTTPStatus

import pytest
from wagtail.models import Locale

from search.document import SearchDocument
from search.editors.explain import explanation
from search.engines import active
from search.indexing.rebuild import rebuild
from search.plan.explanation import reasons
from search.request.search_request import SearchRequest
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1/search/"
IN_YOUR_LANGUAGE = "It is in your language, so it comes before equal matches in others."


@pytest.fixture(autouse=True)
def pages(tmp_path, settings):
    """A page in English, whose words weigh more, and one in Thai."""
    settings.SEARCH_INDEX_DIR = tmp_path
    active.engine.cache_clear()
    home = site_root()
    thai_home = home.copy_for_translation(Locale.objects.get_or_create(language_code="th")[0])
    thai_home.save_revision().publish()
    english = ContentPageFactory(parent=home, title="Treaty and treaty", summary="treaty")
    thai = ContentPageFactory(
        parent=thai_home, title="สนธิสัญญา", summary="เกี่ยวกับ Treaty of Amity", locale=thai_home.locale
    )
    rebuild(active.engine("embedded"))
    yield {"en": english.pk, "th": thai.pk}
    active.engine.cache_clear()


def shown(client, path):
    return [card.id for card in client.get(path).context["cards"]]


def test_each_search_page_has_pages_in_its_language_first(client, pages):
    assert shown(client, "/search/?q=treaty") == [pages["en"], pages["th"]]
    assert shown(client, "/th/search/?q=treaty") == [pages["th"], pages["en"]]


def test_the_page_says_so_and_its_exports_have_the_same_order(client, pages):
    response = client.get("/th/search/?q=treaty")

    assert response.context["prefers_language"]
    assert "prefer_locale=th" in response.context["csv_url"]
    assert "prefer_locale" not in response.context["sorts"][0].url
    assert not client.get("/th/search/?q=treaty&sort=date").context["prefers_language"]
    assert not client.get("/th/search/?q=treaty&locale=en").context["prefers_language"]


def test_the_api_prefers_the_language_of_its_parameter_only(client, pages):
    def ids(query):
        return [each["id"] for each in client.get(f"{API}?q=treaty{query}").json()["results"]]

    assert ids("") == ids("&prefer_locale=") == [pages["en"], pages["th"]]
    assert ids("&prefer_locale=th") == [pages["th"], pages["en"]]
    assert (
        client.get(f"{API}?q=treaty", headers={"accept-language": "th"}).json()["results"][0]["id"]
        == (pages["en"])
    )


def test_the_second_page_of_results_follows_the_first(client, pages):
    first = client.get(f"{API}?q=treaty&prefer_locale=th&limit=1").json()
    second = client.get(first["next"]).json()

    assert [each["id"] for each in first["results"]] == [pages["th"]]
    assert [each["id"] for each in second["results"]] == [pages["en"]]


def test_an_unknown_language_is_reported(client):
    answer = client.get(f"{API}?q=treaty&prefer_locale=xx").json()

    [warning] = answer["warnings"]
    assert (warning["code"], warning["parameter"]) == ("unknown_value", "prefer_locale")
    assert len(answer["results"]) == 2
    assert client.get(f"{API}?q=treaty&prefer_locale=th&prefer_locale=en").status_code == (
        HTTPStatus.UNPROCESSABLE_ENTITY
    )


def test_editors_see_the_reason(pages):
    first = explanation("treaty", language="th")["places"][0]

    assert first["id"] == pages["th"]
    assert IN_YOUR_LANGUAGE in [reason.text for reason in first["reasons"]]
    document = SearchDocument(1, "home.ContentPage", "Treaty", "/treaty/", "en")
    texts = [
        reason.text
        for reason in reasons(
            SearchRequest("treaty", prefer_locale="th"), document, date(2026, 1, 1)
        )
    ]
    assert IN_YOUR_LANGUAGE not in texts
