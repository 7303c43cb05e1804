from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "cms.desk"
    label = "desk"

    def ready(self) -> None:
        from wagtail.signals import copy_for_translation_done, page_published

        from cms.changes.readers import change_readers
        from cms.changes.watching.registry import hide
        from cms.desk.translations.sources import on_copy, on_publish

        page_published.connect(on_publish, dispatch_uid="translations")
        copy_for_translation_done.connect(on_copy, dispatch_uid="translations")
        change_readers.add("content-checks", "cms.desk.checking.ContentChecksReader")
        hide("desk", reason="findings about pages and translations, for editors")
