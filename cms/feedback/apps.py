from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "cms.feedback"
    label = "feedback"
    verbose_name = "Feedback"

    def ready(self) -> None:
        from cms.changes.clock import ClockJob, clock_jobs
        from cms.changes.watching.registry import hide
        from cms.feedback.counting import delete_old

        clock_jobs.add("delete-old-feedback", ClockJob(delete_old, seconds=3600))
        hide("feedback", reason="counts of answers, which only editors read")
