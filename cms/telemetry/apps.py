from django.apps import AppConfig
from django.conf import settings


class TelemetryConfig(AppConfig):
    """The app that sends traces, metrics and errors, where the environment says to whom."""

    name = "cms.telemetry"

    def ready(self) -> None:
        if settings.OTEL_EXPORTER_OTLP_ENDPOINT:
            from cms.telemetry.exporting import start_exporting

            start_exporting()
        if settings.SENTRY_DSN:
            from cms.telemetry.errors import start_reporting

            start_reporting(settings.SENTRY_DSN)
