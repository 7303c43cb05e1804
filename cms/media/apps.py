from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "cms.media"
    label = "media"
    verbose_name = "Media"

    def ready(self) -> None:
        from cms.media import rasters

        rasters.register()
