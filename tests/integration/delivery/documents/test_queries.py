"""The number of queries of pages and lists that are joined from documents."""

import pytest

from tests.integration.caching.tree import API

pytestmark = pytest.mark.django_db


def test_a_page_of_the_site_takes_two_queries_and_one_for_the_pages_that_it_names(
    planted, cached_lookups, client, django_assert_num_queries, monkeypatch, settings
):
    pages, _ = planted
    settings.RELATED_PAGES = "tests.integration.search.related.test_on_pages.none"
    pointer = next(page for page in pages if page.title.startswith("Pointer"))
    for page in (pages[1], pointer):
        client.get(page.url)
    with django_assert_num_queries(2):
        client.get(pages[1].url)
    with django_assert_num_queries(3):
        client.get(pointer.url)


def test_a_page_takes_two_queries_and_one_for_the_pages_that_it_names(
    planted, cached_lookups, client, django_assert_num_queries
):
    pages, _ = planted
    pointer = next(page for page in pages if page.title.startswith("Pointer"))
    for page in (pages[0], pointer):
        client.get(f"{API}/pages/{page.pk}/")
    with django_assert_num_queries(2):
        client.get(f"{API}/pages/{pages[0].pk}/")
    with django_assert_num_queries(3):
        client.get(f"{API}/pages/{pointer.pk}/")


def test_a_page_takes_another_query_for_the_pages_around_it_the_first_time(
    planted, cached_lookups, client, django_assert_num_queries
):
    pages, _ = planted
    client.get(f"{API}/pages/{pages[0].pk}/")
    with django_assert_num_queries(3):
        client.get(f"{API}/pages/{pages[1].pk}/")


def test_a_list_of_whole_pages_takes_two_queries_and_one_for_the_pages_that_these_name(
    planted, cached_lookups, client, django_assert_num_queries
):
    pages, _ = planted
    usual = [page.pk for page in pages if page.alias_of_id is None]
    for pk in usual:
        client.get(f"{API}/pages/{pk}/")
    with django_assert_num_queries(3):
        client.get(f"{API}/pages/?fields=*&id={','.join(map(str, usual))}")


def test_a_list_of_whole_pages_that_another_list_has_shown_takes_one_query(
    planted, cached_lookups, client, django_assert_num_queries
):
    pages, _ = planted
    ids = ",".join(str(page.pk) for page in pages if page.alias_of_id is None)
    client.get(f"{API}/pages/?fields=*&id={ids}")
    with django_assert_num_queries(1):
        client.get(f"{API}/pages/?fields=*&id={ids}&sort=title")
