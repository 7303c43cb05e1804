from django.apps import AppConfig


class ThrottlingConfig(AppConfig):
    name = "cms.throttling"
    label = "throttling"

    def ready(self) -> None:
        from cms.changes.clock import ClockJob, clock_jobs
        from cms.changes.watching.registry import hide
        from cms.throttling.attempts import delete_old

        clock_jobs.add("delete-old-attempts", ClockJob(delete_old, seconds=3600))
        hide("throttling", reason="counts of attempts")
