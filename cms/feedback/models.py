"""Answers to "Was this page useful?", counted by page and day."""

from django.db import models
from wagtail.models import Page


class DayFeedback(models.Model):
    """The numbers of yes and no about a page on one day; nothing about the readers is stored."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    useful = models.PositiveIntegerField(default=0)
    not_useful = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "day"], name="one_count_per_day")]

    def __str__(self) -> str:
        return f"{self.page_id}, {self.day}: {self.useful} yes, {self.not_useful} no"
