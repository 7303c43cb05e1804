from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "cms.desk"
    label = "desk"

    def ready(self) -> None:
        from cms.changes.watching.registry import hide

        hide("desk", reason="findings about pages, for editors")
