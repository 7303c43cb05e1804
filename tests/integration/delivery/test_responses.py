"""Headers of responses: within what clients accept, and true."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale

from cms.delivery.http.surrogate_keys import MAX_HEADER_LENGTH, header
from tests.factories import ContentPageFactory, site_root

API = "/api/delivery/v1"


@given(
    st.lists(
        st.builds(
            "{}-{}".format,
            st.sampled_from(["page", "image", "document", "topic"]),
            st.integers(1, 10**9),
        ),
        max_size=2_000,
    )
)
def test_keys_are_exact_as_far_as_they_fit_and_coarse_beyond(keys):
    value = header(keys)

    assert len(value) <= MAX_HEADER_LENGTH
    given_back = set(value.split())
    for key in keys:
        assert key in given_back or f"{key.partition('-')[0]}s" in given_back


@pytest.mark.django_db
def test_no_header_of_a_long_list_is_too_long(client):
    root = site_root()
    for _ in range(100):
        ContentPageFactory(parent=root, live=False, summary="x").save_revision().publish()

    response = client.get(f"{API}/pages/?limit=100&fields=*&expand=siblings")

    assert response.status_code == 200
    assert max(len(value) for value in response.headers.values()) <= MAX_HEADER_LENGTH


@pytest.mark.django_db
def test_the_language_of_a_page_is_in_the_header_and_lists_have_none(client):
    root = site_root()
    indonesian = Locale.objects.get_or_create(language_code="id")[0]
    page = ContentPageFactory(parent=root, locale=indonesian)

    assert client.get(f"{API}/pages/{page.pk}/")["Content-Language"] == "id"
    assert "Content-Language" not in client.get(f"{API}/pages/")
