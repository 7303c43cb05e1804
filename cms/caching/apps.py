from django.apps import AppConfig


class CachingConfig(AppConfig):
    name = "cms.caching"
    label = "caching"

    def ready(self) -> None:
        from cms.caching import invalidation
        from cms.changes import listeners

        listeners.connect(invalidation.invalidate)
