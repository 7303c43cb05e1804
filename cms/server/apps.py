from django.apps import AppConfig


class ServerConfig(AppConfig):
    """The app that prepares, checks and serves the site."""

    name = "cms.server"

    def ready(self) -> None:
        from cms.server import checks  # noqa: F401 registers them
