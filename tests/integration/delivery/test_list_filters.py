"""Lists are filtered and sorted by what page types declare, and never by what is withheld."""

from datetime import date

import pytest
from django.utils import timezone
from wagtail.models import Page

from cms.content.models import Topic
from cms.maintenance.switch import Terms, switch_on
from tests.factories import ContentPageFactory, OrganPageFactory, WhatWeDoPageFactory, site_root
from tests.integration.delivery.test_lists import API, walk
from whatwedo.models import OrganPage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def published(module_transaction):
    above = WhatWeDoPageFactory(parent=site_root())
    return [
        OrganPageFactory(parent=above, title=name, kind=kind, established=year, date=day).pk
        for name, kind, year, day in (
            ("Alpha", "committee", "1967", date(2020, 5, 1)),
            ("Beta", "council", "1976-02-24", date(2019, 1, 1)),
            ("Gamma", "committee", "", date(2024, 1, 1)),
            ("Delta", "secretariat", "2008", None),
        )
    ]


@pytest.fixture
def organs(published, db):
    """The published organs by title, each test its own."""
    return {page.title: page for page in OrganPage.objects.filter(pk__in=published)}


def titles(client, query):
    return [each["title"] for each in walk(client, f"{API}/pages/?limit=2&{query}")]


def problem(client, query):
    response = client.get(f"{API}/pages/?{query}")
    assert response.status_code == 422, response.content
    [parameter] = response.json()["parameters"]
    return parameter


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=committee", ["Alpha", "Gamma"]),
        ("kind=committee,council", ["Alpha", "Beta", "Gamma"]),
        ("kind=committee&kind=council", ["Alpha", "Beta", "Gamma"]),
        ("type=whatwedo.OrganPage&kind[ne]=committee", ["Beta", "Delta"]),
        ("established[gte]=1970&established[lt]=2000", ["Beta"]),
        ("established=1967", ["Alpha"]),
        ("type=whatwedo.OrganPage&date[gte]=2020-01-01&date[lte]=2024-01-01", ["Alpha", "Gamma"]),
        ("type=whatwedo.OrganPage&date[lt]=2020-01-01", ["Beta"]),
        ("kind=committee&date[gt]=2020-05-01", ["Gamma"]),
    ],
)
def test_pages_are_filtered_by_the_fields_of_their_type(client, organs, query, expected):
    assert titles(client, query) == expected


@pytest.mark.parametrize("slugs", ["topic=unknown", "topic=law&topic=unknown"])
def test_an_unknown_topic_is_named_with_the_valid_ones(client, organs, slugs):
    assert problem(client, "topic=law")["message"] == "topic: “law” is not one of –."
    for slug in ("peace", "law"):
        Topic.objects.create(name=slug, slug=slug)

    assert titles(client, "topic=law") == []
    assert problem(client, slugs) == {
        "name": "topic",
        "message": "topic: “unknown” is not one of law, peace.",
    }


def test_pages_are_chosen_by_ids(client, organs):
    ids = [organs["Gamma"].pk, organs["Alpha"].pk, 10**9]

    assert titles(client, f"id={','.join(map(str, ids))}") == ["Alpha", "Gamma"]
    assert titles(client, f"id={ids[0]}&id={ids[1]}&sort=-title") == ["Gamma", "Alpha"]


@pytest.mark.parametrize(
    ("query", "name", "valid"),
    [
        ("kind=parliament", "kind", "not one of other, committee, council, secretariat."),
        ("type=home.ContentPage&kind=council", "kind", "whatwedo.OrganPage"),
        ("colour=red", "colour", "kind"),
        ("kind[gte]=council", "kind[gte]", "kind[ne]"),
        ("established=soon", "established", "1976-02"),
        ("established[gte]=abc", "established[gte]", "1976-02"),
        ("limit=-1", "limit", "“-1” is less than 0."),
        ("sort=colour", "sort", "established"),
        ("id=1,x", "id", "whole number"),
        ("total=maybe", "total", "not one of true, false."),
        ("date[gte]=yesterday", "date[gte]", "2024-05-31"),
        ("fields[children]=summary", "fields[children]", "expand"),
        ("expand=children&fields[children]=colour", "fields[children]", "summary"),
    ],
)
def test_a_wrong_filter_is_named_with_what_is_valid(client, organs, query, name, valid):
    parameter = problem(client, query)

    assert parameter["name"] == name
    assert valid in parameter["message"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("date", ["Beta", "Alpha", "Gamma", "Delta"]),
        ("-date", ["Delta", "Gamma", "Alpha", "Beta"]),
        ("established", ["Alpha", "Beta", "Delta", "Gamma"]),
        ("-established", ["Delta", "Beta", "Alpha", "Gamma"]),
        ("kind", ["Alpha", "Gamma", "Beta", "Delta"]),
        ("-title", ["Gamma", "Delta", "Beta", "Alpha"]),
    ],
)
def test_pages_are_sorted_by_date_title_and_declared_fields(client, organs, sort, order):
    """A page without a public date has that of its first publication; empty values come last."""
    assert titles(client, f"type=whatwedo.OrganPage&sort={sort}") == order


def test_dates_sort_pages_of_all_types_together(client, organs):
    ContentPageFactory(parent=site_root(), title="Between", date=date(2022, 1, 1))

    dated = [each for each in titles(client, "sort=date") if each in {*organs, "Between"}]

    assert dated == ["Beta", "Alpha", "Between", "Gamma", "Delta"]


@pytest.mark.parametrize("sort", ["date", "-date", "kind", "last_published_at"])
def test_a_withheld_page_comes_last_in_a_sort_by_content(client, organs, sort):
    switch_on([organs["Alpha"]], Terms())
    organs["Alpha"].create_alias(parent=site_root(), update_slug="copy")

    listed = titles(client, f"type=whatwedo.OrganPage&sort={sort}")

    assert listed[-2:] == ["Alpha", "Alpha"]


def test_a_withheld_page_matches_no_filter(client, organs):
    switch_on([organs["Alpha"]], Terms())

    assert titles(client, "kind=committee") == ["Gamma"]
    assert titles(client, "type=whatwedo.OrganPage&kind[ne]=council") == ["Gamma", "Delta"]


def test_the_total_is_counted_on_request(client, organs):
    Page.objects.filter(pk=organs["Beta"].pk).update(expire_at=timezone.now())

    part = client.get(f"{API}/pages/?type=whatwedo.OrganPage&limit=1&total=true").json()
    without = client.get(f"{API}/pages/?type=whatwedo.OrganPage&limit=1").json()

    assert (len(part["items"]), part["total"]) == (1, 3)
    assert without["total"] is None


def test_expanded_pages_have_the_chosen_fields(client, organs):
    above = organs["Alpha"].get_parent()

    url = f"{API}/pages/{above.pk}/?expand=children&fields[children]=kind,summary"
    [first, *_] = client.get(url).json()["children"]

    assert first["kind"] == "committee"
    assert "summary" in first
    assert "body" not in first
