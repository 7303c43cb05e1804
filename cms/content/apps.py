from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "cms.content"
    label = "content"

    def ready(self) -> None:
        from cms.changes.models import Kind
        from cms.changes.watching.objects import show
        from cms.changes.watching.registry import hide

        show("content.Topic", Kind.TOPIC, on_pages=True)
        hide("content.ImportedPage", reason="what the importer wrote last")
