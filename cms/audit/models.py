"""The audit log: actions on accounts, permissions, files, keys and maintenance."""

from typing import Any

from django.db import models
from django.utils import timezone


class Action(models.TextChoices):
    LOGGED_IN = "logged-in", "Logged in"
    LOGGED_OUT = "logged-out", "Logged out"
    LOGIN_FAILED = "login-failed", "Log-in failed"
    LOCKED_OUT = "locked-out", "Locked out"
    USER_CREATED = "user-created", "User created"
    USER_CHANGED = "user-changed", "User changed"
    USER_DELETED = "user-deleted", "User deleted"
    PASSWORD_CHANGED = "password-changed", "Password changed"
    RIGHTS_CHANGED = "rights-changed", "Rights changed"
    GROUP_CREATED = "group-created", "Group created"
    GROUP_DELETED = "group-deleted", "Group deleted"
    SECOND_FACTOR_ADDED = "second-factor-added", "Second factor added"
    SECOND_FACTOR_REMOVED = "second-factor-removed", "Second factor removed"
    ACCOUNT_CONNECTED = "account-connected", "Account connected to a provider"
    ACCOUNT_DISCONNECTED = "account-disconnected", "Account disconnected from a provider"
    TOKEN_CREATED = "token-created", "API token created"
    TOKEN_CHANGED = "token-changed", "API token changed"
    TOKEN_DELETED = "token-deleted", "API token deleted"
    KEY_CREATED = "key-created", "Delivery key created"
    KEY_CHANGED = "key-changed", "Delivery key changed"
    KEY_USED = "key-used", "Delivery key used"
    KEY_DELETED = "key-deleted", "Delivery key deleted"
    WEBHOOK_CREATED = "webhook-created", "Webhook created"
    WEBHOOK_CHANGED = "webhook-changed", "Webhook changed"
    WEBHOOK_DELETED = "webhook-deleted", "Webhook deleted"
    FILE_UPLOADED = "file-uploaded", "File uploaded"
    FILE_CHANGED = "file-changed", "File changed"
    FILE_DELETED = "file-deleted", "File deleted"
    RESTRICTION_ADDED = "restriction-added", "Restriction added"
    RESTRICTION_CHANGED = "restriction-changed", "Restriction changed"
    RESTRICTION_REMOVED = "restriction-removed", "Restriction removed"
    MAINTENANCE_ON = "maintenance-on", "Maintenance switched on"
    MAINTENANCE_OFF = "maintenance-off", "Maintenance switched off"


class AppendOnlyError(TypeError):
    """Raised for an attempt to change or delete an entry of the audit log."""


class AppendOnlyQuerySet(models.QuerySet["AuditEntry"]):
    def update(self, **fields: Any) -> int:
        raise AppendOnlyError

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError


class AuditEntry(models.Model):
    """One action.

    Entries have no foreign keys, because they outlive the user and the object that they name.
    """

    at = models.DateTimeField("time", default=timezone.now, db_index=True)
    action = models.CharField(max_length=30, choices=Action, db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor = models.CharField(max_length=150, blank=True)
    object_type = models.CharField(max_length=100, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    object_name = models.CharField("object", max_length=200, blank=True)
    network = models.CharField(
        max_length=50, blank=True, help_text="The client's shortened address: a /24 or /48."
    )
    details = models.JSONField(default=dict)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        verbose_name = "audit entry"
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.object_name or self.actor}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError
