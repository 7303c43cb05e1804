"""Counts of attempts that all processes share."""

from django.db import models


class AttemptCount(models.Model):
    """The number of attempts of one client in one window of time."""

    limit_name = models.CharField(max_length=40)
    client = models.CharField(max_length=24, help_text="A salted hash of the address.")
    window_ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["limit_name", "client", "window_ends_at"], name="one_count_per_window"
            )
        ]

    def __str__(self) -> str:
        return f"{self.limit_name}: {self.count}"
