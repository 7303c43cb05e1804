"""The menu “API” of the admin."""

from wagtail_modeladmin.options import ModelAdminGroup

from cms.delivery.admin.keys import DeliveryKeyAdmin
from cms.delivery.admin.messages import WebhookMessageAdmin
from cms.delivery.admin.webhooks import WebhookAdmin


class DeliveryGroup(ModelAdminGroup):
    menu_label = "API"
    menu_icon = "code"
    menu_order = 350
    items = (DeliveryKeyAdmin, WebhookAdmin, WebhookMessageAdmin)
