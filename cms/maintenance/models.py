"""The maintenance flag: a separate row, which revisions and publishing do not change."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

LONG = timedelta(hours=48)


class Maintenance(models.Model):
    """Withholds the content of a page, or of a subtree, between `start` and `end` (UTC)."""

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="maintenance"
    )
    heading = models.CharField(
        max_length=120, blank=True, help_text="Leave empty for the default, in the page's language."
    )
    message = models.TextField(
        max_length=1000,
        blank=True,
        help_text="Leave empty for the default, in the page's language.",
    )
    start = models.DateTimeField(null=True, blank=True, help_text="Leave empty to start at once.")
    end = models.DateTimeField(
        null=True, blank=True, help_text="Leave empty if the end is not known."
    )
    with_descendants = models.BooleanField("this page and the pages below it", default=False)
    note = models.TextField(
        "note for colleagues", blank=True, max_length=1000, help_text="Never shown to the public."
    )
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    set_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-set_at"]
        verbose_name = "maintenance"
        verbose_name_plural = "under maintenance"
        permissions = [("set_maintenance", "May put pages under maintenance")]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__isnull=True) | Q(end__gt=F("start")),
                name="maintenance_ends_after_its_start",
            )
        ]

    def __str__(self) -> str:
        return f"Maintenance of {self.page}"

    @property
    def since(self) -> datetime:
        """Return the time at which it came, or will come, into force."""
        return max(self.start, self.set_at) if self.start else self.set_at

    def is_in_force(self, at: datetime) -> bool:
        return (self.start is None or self.start <= at) and not self.is_over(at)

    def is_over(self, at: datetime) -> bool:
        return self.end is not None and self.end <= at

    def is_long(self, at: datetime) -> bool:
        """Return whether it is in force for so long that search engines begin to drop the page."""
        return self.is_in_force(at) and at - self.since > LONG

    def clean(self) -> None:
        if self.start and self.end and self.end <= self.start:
            raise ValidationError({"end": "The end must be after the start."})
