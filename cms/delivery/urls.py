"""Addresses of the delivery API."""

from cms.delivery.api import api

urlpatterns, _, app_name = api.urls
