"""Findings of the content checks, and links between pages."""

from django.db import models
from wagtail.models import Page, Revision

from cms.content.checks.registry import labels


class ContentFinding(models.Model):
    """Something to improve on a published page."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    code = models.CharField("check", max_length=20, choices=labels, db_index=True)
    message = models.TextField()
    since = models.DateField(null=True, help_text="The day from which on it holds; empty: now.")

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class PageLink(models.Model):
    """A link in the text of a published page; its target may be gone."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    target_id = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.page_id} to {self.target_id}"


class FollowedVersion(models.Model):
    """The version of its source that a translation was last brought up to."""

    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, related_name="+", help_text="The translation."
    )
    revision = models.ForeignKey(
        Revision,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Of the source; empty once it has been purged.",
    )

    def __str__(self) -> str:
        return f"{self.page_id} follows {self.revision_id}"
