from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "cms.changes"
    label = "changes"

    def ready(self) -> None:
        from cms.changes import log, status
        from cms.changes.clock import ClockJob, clock_jobs, publish_due
        from cms.changes.threads import last_read
        from cms.changes.watching import objects, pages, third_party
        from cms.health.registry import health_components, metric_sources

        third_party.declare()
        objects.connect()
        pages.connect()
        clock_jobs.add("publish-due", ClockJob(publish_due, seconds=1))
        clock_jobs.add("compact-log", ClockJob(log.compact, seconds=3600))
        health_components.add("cache", "cms.cache.components")
        health_components.add("readers", status.components)
        health_components.add("transactions", status.transactions)
        metric_sources.add("changes", status.metrics)
        metric_sources.add("last-read", last_read.metrics)
