from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "cms.delivery"
    label = "delivery"

    def ready(self) -> None:
        from cms.delivery import fresh

        fresh.follow()
