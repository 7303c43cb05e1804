from django.apps import AppConfig


class ServerConfig(AppConfig):
    """Preparing, checking and serving the site."""

    name = "cms.server"

    def ready(self) -> None:
        from cms.server import checks  # noqa: F401 registers them
