from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "cms.accounts"
    label = "accounts"

    def ready(self) -> None:
        from cms.accounts import login, session_store
        from cms.accounts.lockout import delete_old
        from cms.changes.clock import ClockJob, clock_jobs

        login.connect()
        session_store.connect()
        clock_jobs.add("delete-old-failed-logins", ClockJob(delete_old, seconds=3600))
