"""Addresses of the search pages."""

from django.urls import path

from search.page.views import opened, opensearch, search_page

urlpatterns = [
    path("search/", search_page, name="search"),
    path("search/opened/", opened, name="opened"),
    path("opensearch.xml", opensearch, name="opensearch"),
]
