from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "cms.changes"
    label = "changes"

    def ready(self) -> None:
        from cms.changes.watching import installed, objects, pages

        installed.declare()
        objects.connect()
        pages.connect()
