from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class MaintenanceConfig(AppConfig):
    name = "cms.maintenance"
    label = "maintenance"

    def ready(self) -> None:
        from wagtail.models import PageViewRestriction

        from cms.changes import listeners
        from cms.changes.affected import is_content_only
        from cms.changes.clock import ClockJob, clock_jobs
        from cms.changes.models import Change
        from cms.changes.watching.registry import hide
        from cms.maintenance import digest, schedule
        from cms.maintenance.models import Maintenance
        from cms.maintenance.register import register

        def on_change(**_: Any) -> None:
            register.note_write()

        def refresh(changes: Sequence[Change]) -> None:
            if not is_content_only(changes):
                register.refresh()

        for model in (Maintenance, PageViewRestriction):
            for signal in (post_save, post_delete):
                signal.connect(on_change, sender=model, weak=False, dispatch_uid=(model, signal))
        listeners.connect(refresh)
        clock_jobs.add("announce-windows", ClockJob(schedule.append_due, seconds=1))
        clock_jobs.add("send-digest", ClockJob(digest.send_daily, seconds=300))
        hide("maintenance", reason="appends `maintenance` for its page")
