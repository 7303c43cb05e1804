"""Addresses of the delivery API."""

from django.urls import path

from cms.delivery.api import api, docs, openapi

routes, _, app_name = api.urls
# Before django-ninja's own views, which generate the document for every request.
urlpatterns = [path("openapi.json", openapi), path("docs/", docs), *routes]
