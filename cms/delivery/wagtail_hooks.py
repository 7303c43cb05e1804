"""The API in the admin."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from cms.delivery.admin import views
from cms.delivery.admin.group import DeliveryGroup

modeladmin_register(DeliveryGroup)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("webhooks/<int:pk>/again/", views.send_again_view, name="webhook_send_again"),
        path("webhooks/<int:pk>/replay/", views.replay_view, name="webhook_replay"),
        path("webhooks/<int:pk>/test/", views.test_view, name="webhook_test"),
    ]
