from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "cms.changes"
    label = "changes"

    def ready(self) -> None:
        from cms import cache
        from cms.changes import log, state
        from cms.changes.clock import ClockJob, clock_jobs, publish_due
        from cms.changes.threads import contact
        from cms.changes.watching import installed, objects, pages
        from cms.health.registry import health_components, metric_sources

        installed.declare()
        objects.connect()
        pages.connect()
        clock_jobs.add("publish-due", ClockJob(publish_due, seconds=1))
        clock_jobs.add("compact-log", ClockJob(log.compact, seconds=3600))
        health_components.add("cache", cache.components)
        health_components.add("readers", state.components)
        health_components.add("transactions", state.transactions)
        metric_sources.add("changes", state.metrics)
        metric_sources.add("contact", contact.metrics)
