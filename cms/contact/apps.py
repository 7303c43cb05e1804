from django.apps import AppConfig


class ContactConfig(AppConfig):
    name = "cms.contact"
    label = "contact"
    verbose_name = "Contact"

    def ready(self) -> None:
        from cms.changes.clock import ClockJob, clock_jobs
        from cms.contact.submissions import delete_old

        clock_jobs.add("delete-old-submissions", ClockJob(delete_old, seconds=3600))
