"""Pages in another language that stand in for a missing translation, marked."""

import pytest
from wagtail.models import Locale

from cms.maintenance.switch import Terms, switch_on
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"


@pytest.fixture
def pages():
    """Return a page with a Thai translation and one without."""
    thai, _ = Locale.objects.get_or_create(language_code="th")
    root = site_root()
    root.copy_for_translation(thai).save_revision().publish()
    both, english_only = (ContentPageFactory(parent=root, slug=slug) for slug in ("both", "one"))
    both.copy_for_translation(thai).save_revision().publish()
    return both, english_only


def test_a_missing_page_is_taken_from_the_first_language_that_has_it(client, pages):
    payload = client.get(f"{API}/page/?path=/th/one/&fallback=en").json()

    assert (payload["id"], payload["locale"]) == (pages[1].pk, "en")
    assert payload["fallback_for"] == "th"


def test_a_page_that_is_there_is_no_fallback(client, pages):
    payload = client.get(f"{API}/page/?path=/th/both/&fallback=en").json()

    assert payload["locale"] == "th"
    assert "fallback_for" not in payload


def test_without_a_fallback_it_stays_missing(client, pages):
    assert client.get(f"{API}/page/?path=/th/one/").status_code == 404
    assert client.get(f"{API}/page/?path=/th/none/&fallback=en").status_code == 404


def test_a_translation_is_found_by_the_id_of_any_language(client, pages):
    both, english_only = pages

    thai = client.get(f"{API}/pages/{both.pk}/?locale=th").json()
    english = client.get(f"{API}/pages/{english_only.pk}/?locale=th&fallback=en").json()

    assert thai["locale"] == "th"
    assert (english["id"], english["fallback_for"]) == (english_only.pk, "th")
    assert client.get(f"{API}/pages/{english_only.pk}/?locale=th").status_code == 404


@pytest.mark.parametrize("fields", ["", "&fields=summary"])
def test_a_list_has_each_page_once(client, pages, fields):
    url = f"{API}/pages/?locale=th&fallback=en&type=home.ContentPage&total=true{fields}"
    part = client.get(url).json()

    languages = {(each["locale"], each.get("fallback_for")) for each in part["items"]}
    assert languages == {("th", None), ("en", "th")}
    assert part["total"] == 2


def test_a_draft_translation_leaves_the_page_in_the_fallback_language(client, pages):
    both, _ = pages
    both.get_translation(Locale.objects.get(language_code="th")).unpublish()

    payload = client.get(f"{API}/page/?path=/th/both/&fallback=en").json()

    assert (payload["id"], payload["fallback_for"]) == (both.pk, "th")


def test_a_withheld_translation_is_its_notice(client, pages):
    both, english_only = pages
    switch_on([both.get_translation(Locale.objects.get(language_code="th")), english_only], Terms())

    assert client.get(f"{API}/page/?path=/th/both/&fallback=en").status_code == 503
    url = f"{API}/page/?path=/th/one/&fallback=en&on_maintenance=notice"
    notice = client.get(url).json()
    assert (notice["state"], notice["fallback_for"]) == ("maintenance", "th")


@pytest.mark.parametrize(
    "query", ["locale=th&fallback=xx", "fallback=en", "locale=th&locale=en&fallback=en"]
)
def test_a_fallback_without_one_known_language_is_refused(client, pages, query):
    response = client.get(f"{API}/pages/?{query}")

    assert response.status_code == 422
    assert response.json()["parameters"][0]["name"] == "fallback"
