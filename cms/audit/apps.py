from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "cms.audit"
    label = "audit"

    def ready(self) -> None:
        from cms.audit import exports, histories, log, logins, objects, users
        from cms.changes.clock import ClockJob, clock_jobs
        from cms.changes.watching.registry import hide

        hide("audit", reason="who did what, for administrators")
        clock_jobs.add("delete-old-audit-entries", ClockJob(log.delete_old, seconds=3600))
        exports.escape_formulas()
        histories.restrict_to_listers()
        logins.connect()
        users.connect()
        objects.connect()
