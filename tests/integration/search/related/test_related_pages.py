"""Pages related to a page, in the API."""

import pytest
from django.test import Client
from wagtail.models import Locale, PageViewRestriction

from cms.maintenance.switch import Terms, switch_on
from search.engines import active
from search.service.related import _ranked
from tests.factories import site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1/pages/{}/related/"
FISHING = "Boats, nets and quotas of fishing in coastal waters."


def answer(page, **params):
    return Client().get(API.format(page.pk), params)


def titles(page, **params):
    return [each["title"] for each in answer(page, **params).json()["items"]]


@pytest.fixture
def fishing(page):
    """A page with two that are like it, and one that is not."""
    boats = page("Fishing boats", FISHING)
    page("Fishing quotas", "Quotas of fishing in coastal waters, for boats and nets.")
    page("Coastal waters", "Who may use boats and nets in coastal waters.")
    page("Opera houses", "Where singers and orchestras perform in the evening.")
    return boats


def test_pages_with_the_same_telling_words_are_related(fishing, indexed):
    indexed()

    assert titles(fishing) == ["Fishing quotas", "Coastal waters"]


def test_the_items_are_stubs(fishing, indexed):
    indexed()

    [first, *_] = answer(fishing).json()["items"]

    assert first.keys() == {"id", "type", "title", "path", "url", "locale", "parent", "state"}
    assert first["path"] == "/fishing-quotas/"
    assert first["state"] == "content"


def test_a_page_of_other_words_has_none(page, indexed):
    other = page("Opera houses", "Where singers and orchestras perform in the evening.")
    page("Fishing boats", FISHING)
    indexed()

    assert titles(other) == []


def test_limit_takes_the_best(fishing, indexed):
    indexed()

    assert titles(fishing, limit=1) == ["Fishing quotas"]


@pytest.mark.parametrize("params", [{"limit": "0"}, {"limit": "21"}, {"locale": "xx"}, {"q": "a"}])
def test_a_bad_parameter_is_named(fishing, indexed, params):
    indexed()

    response = answer(fishing, **params)

    assert response.status_code == 422
    assert [each["name"] for each in response.json()["parameters"]] == [*params]


def test_pages_above_and_directly_below_are_left_out(page, indexed):
    above = page("Fishing boats", FISHING)
    nets = page("Fishing nets", FISHING, parent=above)
    page("Fishing quotas", FISHING, parent=nets)
    page("Fishing waters", FISHING, parent=above)
    indexed()

    assert titles(nets) == ["Fishing waters"]


def test_translations_and_aliases_of_the_page_are_left_out(fishing, indexed):
    thai = Locale.objects.create(language_code="th")
    site_root().copy_for_translation(thai).save_revision().publish()
    translation = fishing.copy_for_translation(thai)
    translation.save_revision().publish()
    fishing.create_alias(parent=site_root(), update_slug="alias")
    indexed()

    assert titles(fishing) == ["Fishing quotas", "Coastal waters"]


def test_one_of_several_translations_is_taken(fishing, indexed):
    thai = Locale.objects.create(language_code="th")
    site_root().copy_for_translation(thai).save_revision().publish()
    for each in site_root().get_children().specific():
        each.copy_for_translation(thai).save_revision().publish()
    indexed()

    assert titles(fishing) == ["Fishing quotas", "Coastal waters"]
    items = answer(fishing).json()["items"]
    assert {each["locale"] for each in items} == {"en"}
    items = answer(fishing, locale="th").json()["items"]
    assert {each["locale"] for each in items} == {"th"}


def test_a_withheld_page_is_never_related(fishing, page, indexed):
    indexed()
    related = site_root().get_children().get(title="Fishing quotas").specific

    switch_on([related], Terms())

    assert titles(fishing) == ["Coastal waters"]


def test_an_unpublished_or_restricted_page_is_never_related(fishing, indexed):
    indexed()
    quotas, waters = (
        site_root().get_children().get(title=title).specific
        for title in ("Fishing quotas", "Coastal waters")
    )

    quotas.unpublish()
    PageViewRestriction.objects.create(page=waters, restriction_type="login")

    assert titles(fishing) == []


def test_of_a_withheld_page_nothing_is_related(fishing, indexed):
    indexed()
    switch_on([fishing], Terms(message="Back soon"))

    response = answer(fishing)

    assert (response.status_code, response.json()["detail"]) == (503, "Back soon")


def test_an_unknown_page_is_404_and_a_deleted_one_410(fishing, indexed):
    indexed()
    assert Client().get(API.format(999_999)).status_code == 404

    fishing.delete()

    assert answer(fishing).status_code == 410


def test_without_an_index_the_service_is_unavailable(fishing, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "empty"
    active.engine.cache_clear()

    assert answer(fishing).status_code == 503
    active.engine.cache_clear()


def test_the_answer_is_fresh_when_the_index_is(fishing, page, indexed, settings):
    settings.ANSWER_MEMORY = 2**20
    indexed()
    assert titles(fishing) == ["Fishing quotas", "Coastal waters"]

    page("Nets of fishing boats", FISHING)
    indexed()

    assert "Nets of fishing boats" in titles(fishing)


def test_a_known_answer_takes_two_queries(fishing, indexed, settings, django_assert_num_queries):
    settings.ANSWER_MEMORY = 2**20
    _ranked.cache_clear()
    indexed()
    titles(fishing)

    with django_assert_num_queries(2):
        titles(fishing, limit=20)


def test_the_answer_has_a_tag_and_the_keys_of_what_it_shows(fishing, indexed):
    indexed()
    response = answer(fishing)
    related = {f"page-{each['id']}" for each in response.json()["items"]}

    keys = set(response["Surrogate-Key"].split())
    parent = f"page-{fishing.get_parent().pk}"  # decides with them what the public may see
    assert keys == {"all", "search", f"page-{fishing.pk}", parent, *related}
    again = Client().get(API.format(fishing.pk), headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("title", "like", "unlike"),
    [
        ("การประมงชายฝั่งทะเล", "เรือประมงชายฝั่งทะเล", "โรงละครโอเปร่า"),
        ("沿海渔业合作", "沿海渔业船只", "歌剧院演出"),
    ],
)
def test_scripts_without_spaces_have_related_pages(page, indexed, title, like, unlike):
    subject = page(title, slug="one")
    page(like, slug="two")
    page(unlike, slug="three")
    indexed()

    assert titles(subject) == [like]
