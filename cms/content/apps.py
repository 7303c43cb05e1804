from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "cms.content"
    label = "content"

    def ready(self) -> None:
        from cms.changes.models import Kind
        from cms.changes.watching.objects import show
        from cms.changes.watching.registry import hide
        from cms.content import system_checks  # noqa: F401 registers them
        from cms.content.blocks import installed

        installed.add()
        show("content.Topic", Kind.TOPIC, on_pages=True)
        hide("content.ImportedPage", reason="records of the importer")
