from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "cms.audit"
    label = "audit"

    def ready(self) -> None:
        from cms.audit import exports, histories, logins, objects, users
        from cms.changes.watching.registry import hide

        hide("audit", reason="who did what, for administrators")
        exports.guard()
        histories.guard()
        logins.connect()
        users.connect()
        objects.connect()
