from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "cms.changes"
    label = "changes"

    def ready(self) -> None:
        from cms.changes import pages, records

        pages.connect()
        records.connect()
