from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "cms.desk"
    label = "desk"

    def ready(self) -> None:
        from cms.changes.readers import change_readers
        from cms.changes.watching.registry import hide

        change_readers.add("content-checks", "cms.desk.checking.ContentChecksReader")
        hide("desk", reason="findings about pages, for editors")
