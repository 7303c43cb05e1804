from django.apps import AppConfig


class ThrottlingConfig(AppConfig):
    name = "cms.throttling"
    label = "throttling"

    def ready(self) -> None:
        from cms.changes.watching.registry import hide

        hide("throttling", reason="counts of attempts")
