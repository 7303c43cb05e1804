"""Addresses of the delivery API."""

from django.urls import path

from cms.delivery.api import api, docs, openapi

routes, _, app_name = api.urls
# Before django-ninja's own, which make both for every reader.
urlpatterns = [path("openapi.json", openapi), path("docs/", docs), *routes]
