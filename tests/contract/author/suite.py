"""An app's registration extends the search on both engines; run with the app's settings."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.test.utils import CaptureQueriesContext

from cms.caching.invalidation import invalidate
from search.engines import active
from search.fields import Field, FieldError, register, search_fields
from search.indexing.builder import build
from search.indexing.rebuild import rebuild
from search.plan.explanation import reasons
from search.request.search_request import SearchRequest
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1/search/"


def user(first_name: str, last_name: str):
    name = first_name.lower()
    return get_user_model().objects.create(
        username=name, first_name=first_name, last_name=last_name
    )


@pytest.fixture
def pages(engine, monkeypatch):
    """Three pages, of which two have an author."""
    ann, bea = user("Ann", "Zhang"), user("Bea", "Aquino")
    created = [
        ContentPageFactory(parent=site_root(), title="Charter of trade", owner=ann),
        ContentPageFactory(
            parent=site_root(), title="Charter of peace", owner=bea, search_description="Lantern"
        ),
        ContentPageFactory(parent=site_root(), title="Charter of energy"),
    ]
    monkeypatch.setattr(active, "names", lambda: [engine.name])
    monkeypatch.setattr(active, "engine", lambda name: engine)
    rebuild(engine)
    yield created
    invalidate()


def found(client, **parameters) -> list[str]:
    results = client.get(API, parameters | {"q": parameters.get("q", "charter")}).json()["results"]
    return [result["title"].removeprefix("Charter of ") for result in results]


@pytest.mark.parametrize(
    "parameters",
    [
        {"author": "Ann Zhang"},
        {"author": "ann"},
        {"q": 'author:"ann zhang"'},
        {"q": "charter author:ANN"},
        {"q": "+charter -author:bea author:(ann OR bea)"},
    ],
)
def test_results_are_narrowed_by_parameter_and_by_field(client, pages, parameters):
    assert found(client, **parameters) == ["trade"]


def test_values_are_alternatives(client, pages):
    assert sorted(found(client, author=["ann", "bea"])) == ["peace", "trade"]


def test_values_are_counted(client, pages):
    payload = client.get(API, {"q": "charter", "author": "ann", "facets": "author:5"}).json()

    assert payload["facets"]["author"] == [
        {"value": "Ann Zhang", "label": "Ann Zhang", "count": 1, "selected": True},
        {"value": "Bea Aquino", "label": "Bea Aquino", "count": 1, "selected": False},
    ]


def test_results_are_sorted_and_those_without_a_value_come_last(client, pages):
    assert found(client, sort="author") == ["trade", "peace", "energy"]
    assert found(client, sort="-author") == ["peace", "trade", "energy"]


@pytest.mark.parametrize("parameters", [{"author": "nobody"}, {"q": "author:nobody"}])
def test_an_unknown_value_is_a_warning(client, pages, parameters):
    [warning] = client.get(API, parameters).json()["warnings"]

    assert warning["code"] == "unknown_value"
    assert warning["message"] == "There is no author “nobody”. Use one of: Bea Aquino, Ann Zhang."


def test_the_page_shows_facet_form_and_chip(client, pages):
    response = client.get("/search/", {"q": "charter", "author": "bea", "advanced": ""})

    facets = {each.name: each for each in response.context["facet_lists"]}
    assert [link.label for link in facets["author"].links] == ["Bea Aquino", "Ann Zhang"]
    assert [way.label for way in response.context["chips"]] == ["Author: Bea Aquino"]
    [choice] = [each for each in response.context["choices"] if each.name == "author"]
    assert [(each.label, each.is_chosen) for each in choice.options] == [
        ("Bea Aquino", True),
        ("Ann Zhang", False),
    ]


def test_the_openapi_document_describes_it(client):
    document = client.get("/api/delivery/v1/openapi.json").json()
    operation = document["paths"]["/api/delivery/v1/search/"]["get"]
    parameters = {each["name"]: each for each in operation["parameters"]}

    assert parameters["author"]["schema"]["type"] == "array"
    assert "author" in parameters["facets"]["schema"]["items"]["pattern"]
    assert {"author", "-author"} <= set(parameters["sort"]["schema"]["enum"])
    assert "blurb" in document["components"]["schemas"]["FieldNode"]["properties"]["field"]["enum"]


@pytest.mark.parametrize("text", ["lantern", "blurb:lanterns", "blurb:lant*", '"lantern"'])
def test_a_registered_text_is_searched(client, pages, text):
    assert found(client, q=text) == ["peace"]


def test_a_registered_text_gives_excerpts_and_reasons(client, pages):
    [result] = client.get(API, {"q": "lantern"}).json()["results"]
    assert result["highlights"]["body"] == ["<mark>Lantern</mark>"]

    [document] = build([pages[1].pk], 0).documents
    texts = [reason.text for reason in reasons(SearchRequest("lantern"), document, date.today())]
    assert "“lantern” is in its blurb (as it is or in another form)." in texts


def test_a_document_hash_follows_the_values(pages):
    [before] = build([pages[0].pk], 0).documents
    pages[0].owner = user("Cy", "Tan")
    pages[0].save()
    [after] = build([pages[0].pk], 0).documents

    assert (before.values("author"), after.values("author")) == (("Ann Zhang",), ("Cy Tan",))
    assert before.hash != after.hash


def test_more_pages_cost_no_more_queries(pages):
    from django.db import connection

    counts = []
    for number in (2, 3):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            build([page.pk for page in pages[:number]], 0)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_registering_after_start_is_refused():
    assert "author" in search_fields()
    with pytest.raises(FieldError, match=r"register fields in AppConfig\.ready"):
        register(Field("editor", "Editor"))
