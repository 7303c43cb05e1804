"""Addresses of the delivery API."""

from django.urls import path

from cms.delivery.api import api, openapi

routes, _, app_name = api.urls
# Before django-ninja's own, which makes the document anew for every reader.
urlpatterns = [path("openapi.json", openapi), *routes]
