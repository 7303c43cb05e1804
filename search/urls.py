"""Addresses of the search pages."""

from django.urls import path

from search.views import opensearch, search_page

urlpatterns = [
    path("search/", search_page, name="search"),
    path("opensearch.xml", opensearch, name="opensearch"),
]
