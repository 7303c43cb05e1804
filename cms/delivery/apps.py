from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "cms.delivery"
    label = "delivery"

    def ready(self) -> None:
        from cms.changes.clock import ClockJob, clock_jobs
        from cms.changes.readers import change_readers
        from cms.changes.watching.registry import hide
        from cms.delivery import preview
        from cms.delivery.http import collation  # noqa: F401 teaches connections to sort titles
        from cms.delivery.webhooks import sending

        change_readers.add("documents", "cms.delivery.writing.reader.DocumentReader")
        change_readers.add("webhooks", "cms.delivery.webhooks.reader.WebhookReader")
        change_readers.add("front-end-cache", "cms.delivery.purging.PurgeReader")
        clock_jobs.add("send-webhooks", ClockJob(sending.send_due, seconds=1))
        clock_jobs.add("delete-old-deliveries", ClockJob(sending.delete_expired, seconds=3600))
        clock_jobs.add("delete-old-previews", ClockJob(preview.delete_expired, seconds=300))
        hide(
            "delivery",
            reason="keys, previews, webhooks; documents are derived from what is watched",
        )
