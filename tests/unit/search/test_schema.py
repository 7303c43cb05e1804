"""The described shape of a parsed query is the one that is sent."""

from hypothesis import given
from hypothesis import strategies as st

from search.api.schema import QueryJson
from search.query import parse
from search.query.explanation import as_json
from tests.unit.search.query.strategies import queries


@given(st.text() | queries)
def test_any_parsed_query_is_as_described(text):
    payload = {"text": "", "parsed": as_json(parse(text).tree)}

    assert QueryJson.model_validate(payload).model_dump(by_alias=True) == payload
