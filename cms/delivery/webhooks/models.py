"""Webhooks and their messages."""

import uuid
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from wagtail.models import Site

from cms.delivery.webhooks.address import ForbiddenAddressError, check_address
from cms.delivery.webhooks.signature import new_secret

PAGE_EVENTS = ("published", "unpublished", "moved", "deleted", "maintenance")
OBJECT_EVENTS = ("redirect", "media", "topic", "record", "settings", "navigation")
EVENTS = (*PAGE_EVENTS, *OBJECT_EVENTS)
TEST = "test"
"""The event of test messages."""
OVERLAP = timedelta(hours=24)  # for which requests are also signed with the previous secret


def new_message_id() -> str:
    return f"msg_{uuid.uuid4().hex}"


def all_events() -> list[str]:
    return [*EVENTS]


class Webhook(models.Model):
    """An address that receives a signed request for every change, following Standard Webhooks."""

    name = models.CharField(max_length=100, help_text="The receiver, like “Build of the app”.")
    url = models.URLField("address", max_length=500, help_text="Where the requests are sent.")
    site = models.ForeignKey(
        Site,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="The only site whose changes are sent. Leave empty for all.",
    )
    events = models.JSONField(default=all_events)
    is_active = models.BooleanField(default=True, help_text="If switched off, nothing is sent.")
    page_types = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    secret = models.CharField(max_length=100, default=new_secret, editable=False)
    previous_secret = models.CharField(max_length=100, blank=True, editable=False)
    rotated_at = models.DateTimeField(null=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Validate the address when it is saved, not at the first change."""
        if not self.url:
            return
        try:
            check_address(self.url)
        except ForbiddenAddressError as error:
            raise ValidationError({"url": str(error)}) from error

    def rotate(self) -> None:
        """Set a new secret and keep the present one for `OVERLAP`; the caller saves."""
        self.previous_secret, self.secret = self.secret, new_secret()
        self.rotated_at = timezone.now()

    def secrets(self) -> list[str]:
        """Return the secrets that requests are signed with, the newest first."""
        overlaps = self.rotated_at and timezone.now() < self.rotated_at + OVERLAP
        return [self.secret, self.previous_secret] if overlaps else [self.secret]


class WebhookMessage(models.Model):
    """A change to send to a webhook, or a test: the payload and the outcome of the last attempt."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="messages")
    message_id = models.CharField(max_length=40, unique=True, default=new_message_id)
    change_id = models.BigIntegerField(null=True, help_text="Empty for a test.")
    event = models.CharField(max_length=20)
    body = models.TextField()
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    due_at = models.DateTimeField(
        null=True, default=timezone.now, help_text="When it is tried; empty once it is settled."
    )
    tries = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField("last status", null=True)
    error = models.CharField(max_length=300, blank=True)
    response = models.TextField(blank=True, help_text="How the last response began.")
    took_ms = models.PositiveIntegerField("milliseconds", null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "change_id"], name="one_message_per_change")
        ]
        indexes = [models.Index(fields=["due_at"], name="webhook_due")]

    def __str__(self) -> str:
        return f"{self.event} to {self.webhook}"
