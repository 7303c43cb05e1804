"""The API in the admin."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from cms.delivery.admin import DeliveryGroup, send_again_view

modeladmin_register(DeliveryGroup)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("webhooks/<int:pk>/again/", send_again_view, name="webhook_send_again")]
