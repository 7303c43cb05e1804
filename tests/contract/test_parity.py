"""The search page and the API give the same results, and so do the form and the query."""

import re
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines import active
from search.indexing.rebuild import rebuild

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1/search/"
WORDS = [
    "charter",
    "asean",
    "secretariat",
    "council",
    "peace",
    "trade",
    "summit",
    "state",
    "jakarta",
]
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
queries = st.one_of(
    words,
    words.map('"{}"'.format),
    st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(" -".join),
    st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(" AND ".join),
    st.sampled_from(WORDS).map("title:{}".format),
    st.sampled_from(WORDS).map(lambda word: f"{word[:4]}*"),
    st.just(""),
)
requests = st.fixed_dictionaries(
    {},
    optional={
        "q": queries,
        "all": words,
        "phrase": words,
        "any": words,
        "none": st.sampled_from(WORDS),
        "type": st.sampled_from(["home.ContentPage", "whatwedo.OrganPage"]),
        "locale": st.sampled_from(["en", "id", "th"]),
        "date_from": st.sampled_from(["1967", "2008-12"]),
        "date_to": st.sampled_from(["2024-06", "2026"]),
        "match": st.sampled_from(["any", "all"]),
        "sort": st.sampled_from(["relevance", "date", "-date", "title"]),
        "prefer_locale": st.sampled_from(["id", "th"]),
        "limit": st.sampled_from(["5", "20", "50"]),
    },
)


@pytest.fixture(scope="module", autouse=True)
def index(loaded_demo, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("index")
        patch.setattr("django.conf.settings.SEARCH_INDEX_DIR", folder)
        active.engine.cache_clear()
        rebuild(active.engine("embedded"))
        yield
        active.engine.cache_clear()


def shown(answer):
    """The ids of the results that a visitor sees, in order."""
    return [int(pk) for pk in re.findall(r'data-page="(\d+)"', answer.content.decode())]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(requests)
def test_the_page_shows_what_the_api_tells(client, cached_lookups, parameters):
    query = urlencode(parameters)

    page = client.get(f"/search/?{query}", follow=True)
    payload = client.get(f"{API}?{urlencode({'prefer_locale': 'en'} | parameters)}").json()

    assert page.status_code == 200
    has_conditions = (
        parameters.keys() - {"match", "sort", "prefer_locale", "limit"}
        and parameters.get("q") != ""
    )
    is_empty = not has_conditions and parameters.keys() <= {
        *("q", "match", "sort", "prefer_locale", "limit")
    }
    assert shown(page) == ([] if is_empty else [each["id"] for each in payload["results"]])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(requests)
def test_the_query_that_the_form_writes_finds_what_the_form_finds(
    client, cached_lookups, parameters
):
    before = client.get(f"{API}?{urlencode(parameters)}").json()

    page = client.get(f"/search/?{urlencode(parameters)}")
    written = page["Location"].partition("?")[2] if page.status_code == 302 else None

    if written is not None:
        after = client.get(f"{API}?{written}").json()
        assert [each["id"] for each in after["results"]] == [
            each["id"] for each in before["results"]
        ]
        assert after["total"] == before["total"]
