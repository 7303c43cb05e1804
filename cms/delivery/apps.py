from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "cms.delivery"
    label = "delivery"

    def ready(self) -> None:
        from cms.changes.watching.registry import hide
        from cms.delivery.http import collation  # noqa: F401 teaches connections to sort titles

        hide("delivery", reason="keys, previews and webhooks, whose state no response shows")
