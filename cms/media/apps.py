from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "cms.media"
    label = "media"
    verbose_name = "Media"

    def ready(self) -> None:
        from cms.changes.watching.registry import hide
        from cms.media import willow_plugin

        willow_plugin.register()
        hide("media", reason="placeholders are made of the files of images")
