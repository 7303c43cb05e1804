"""The parameters of a search's address."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.api.parameters import openapi_parameters
from search.fields import search_fields
from search.request.parameters import FORMATS, parameter_names, read_parameters, write_parameters
from search.request.search_request import MAX_FACET_SIZE, SearchRequest

printable = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
texts = st.just("") | st.text(min_size=1).filter(str.strip)
values = st.lists(printable, unique=True, max_size=4).map(tuple)
locales = st.lists(st.sampled_from(["en", "id", "zh-hans"]), unique=True).map(tuple)
requests = st.builds(
    SearchRequest,
    text=texts,
    all=texts,
    phrase=texts,
    any=texts,
    none=texts,
    match=st.sampled_from(["any", "all"]),
    filters=st.fixed_dictionaries(
        {"type": values, "organ": values, "topic": values, "locale": locales}
    ),
    date_from=st.none() | st.dates(max_value=date(2000, 1, 1)),
    date_to=st.none() | st.dates(min_value=date(2000, 1, 1)),
    sort=st.sampled_from(search_fields().sorts),
    facets=st.dictionaries(st.sampled_from(search_fields().facets), st.integers(1, 200)).map(
        lambda sizes: tuple(sizes.items())
    ),
    limit=st.integers(1, 100),
    cursor=st.from_regex(r"[A-Za-z0-9_.:-]{0,40}", fullmatch=True),
)


def lists(pairs):
    by_name = {}
    for name, value in pairs:
        by_name.setdefault(name, []).append(value)
    return by_name


@given(requests, st.sampled_from(FORMATS))
def test_written_parameters_are_read_as_the_same_request(request, form):
    reading = read_parameters(lists(write_parameters(request, form)))

    assert (reading.request, reading.format, reading.errors) == (request, form, ())


@given(
    st.dictionaries(st.sampled_from(parameter_names()) | st.text(), st.lists(st.text(), max_size=3))
)
def test_any_parameters_give_a_valid_request(parameters):
    reading = read_parameters(parameters)

    assert reading.request.query is not None
    assert 1 <= reading.request.limit <= 100


@pytest.mark.parametrize(
    ("parameters", "request_"),
    [
        ({}, SearchRequest()),
        ({"q": ["a"], "type": [""], "date_from": [" "]}, SearchRequest("a")),
        ({"type": ["a", "b", "a"]}, SearchRequest(filters={"type": ("a", "b")})),
        ({"locale": ["zh-Hans"]}, SearchRequest(filters={"locale": ("zh-hans",)})),
        ({"date_from": ["2024-02"]}, SearchRequest(date_from=date(2024, 2, 1))),
        ({"date_to": ["2024-02"]}, SearchRequest(date_to=date(2024, 2, 29))),
        ({"facets": ["type:5,organ"]}, SearchRequest(facets=(("type", 5), ("organ", 20)))),
        ({"facets": ["type", "date"]}, SearchRequest(facets=(("type", 20), ("date", 20)))),
    ],
)
def test_parameters_read_as(parameters, request_):
    reading = read_parameters(parameters)

    assert reading.request == request_
    assert reading.errors == ()


@pytest.mark.parametrize(
    ("name", "values", "code", "message"),
    [
        ("colour", ["red"], "unknown", "q, all, phrase, any, none, type, organ, topic, locale"),
        ("q", ["a", "b"], "repeated", "more than once"),
        ("match", ["some"], "malformed", "any, all"),
        ("sort", ["size"], "malformed", "relevance, -date, date, title"),
        ("format", ["xml"], "malformed", "json, csv, atom"),
        ("limit", ["0"], "malformed", "1 to 100"),
        ("limit", ["101"], "malformed", "1 to 100"),
        ("limit", ["١"], "malformed", "1 to 100"),
        ("limit", ["1e1"], "malformed", "1 to 100"),
        ("date_from", ["2024-02-31"], "malformed", "2024-05-31"),
        ("date_to", ["tomorrow"], "malformed", "2024-05-31"),
        ("facets", ["colour"], "malformed", "type, organ, topic, locale, site, date"),
        ("facets", ["type:0"], "malformed", "1 to 200"),
        ("facets", ["type:999"], "malformed", "1 to 200"),
        ("facets", ["type,,organ"], "malformed", "like type:20"),
        ("type", ["a\x00b"], "malformed", "not text"),
        ("topic", ["\ud800"], "malformed", "not text"),
        ("organ", ["a" * 256], "malformed", "255"),
        ("topic", [str(number) for number in range(51)], "malformed", "At most 50"),
        ("topic", [""] * 51, "malformed", "At most 50"),
        ("facets", ["type"] * 51, "malformed", "At most 50"),
        ("sort", [""], "malformed", "relevance, -date, date, title"),
        ("limit", [""], "malformed", "1 to 100"),
        ("facets", [""], "malformed", "like type:20"),
        ("cursor", [""], "malformed", "cursor"),
        ("cursor", ["ก"], "malformed", "cursor"),
        ("cursor", ["a" * 2001], "malformed", "cursor"),
    ],
)
def test_an_error_names_the_parameter_and_a_correction(name, values, code, message):
    (error,) = read_parameters({name: values}).errors

    assert (error.parameter, error.code) == (name, code)
    assert message in error.message


def test_valid_parameters_are_read_next_to_invalid_ones():
    reading = read_parameters({"q": ["a"], "limit": ["many"]})

    assert reading.request == SearchRequest("a")
    assert [error.parameter for error in reading.errors] == ["limit"]


def test_a_period_that_ends_before_it_begins_is_an_error():
    reading = read_parameters({"date_from": ["2024"], "date_to": ["2023"]})

    assert [error.parameter for error in reading.errors] == ["date_from"]
    assert reading.request == SearchRequest()


def test_every_parameter_of_the_contract_is_known():
    assert ", ".join(parameter_names()) == (
        "q, all, phrase, any, none, type, organ, topic, locale, date_from, date_to, match, sort, "
        "prefer_locale, facets, limit, cursor, format, version"
    )


@given(st.from_regex(r"(type|date|colour)?(:[0-9]{0,4})?", fullmatch=True))
def test_the_documented_pattern_of_a_facet_is_the_one_accepted(text):
    [schema] = [
        each["schema"]["items"] for each in openapi_parameters() if each["name"] == "facets"
    ]
    size = text.partition(":")[2]
    is_documented = re.search(schema["pattern"], text) and int(size or 1) <= MAX_FACET_SIZE

    assert bool(is_documented) == (not read_parameters({"facets": [text]}).errors)
