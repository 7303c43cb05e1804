"""The change log, its identity, the places of its readers, and the changes that failed."""

import secrets
import uuid

from django.db import models
from django.utils import timezone

from cms.changes.place import Place


def new_identity() -> str:
    return uuid.uuid4().hex


def new_token() -> int:
    return secrets.randbits(62)


class Kind(models.TextChoices):
    """Kinds of changes: of pages first, then of other objects."""

    PUBLISHED = "published", "Published"  # went live, or changed while live
    UNPUBLISHED = "unpublished", "Unpublished"  # by an editor or by its expiry date
    MOVED = "moved", "Moved"  # has another address: moved in the tree, or a new slug
    DELETED = "deleted", "Deleted"
    RESTRICTED = "restricted", "Restriction changed"  # set, altered or removed
    MAINTENANCE = "maintenance", "Maintenance changed"  # started, ended or reworded
    UPDATED = "updated", "Shown record changed"  # a document, image, person … on the page
    REPAIR = "repair", "Repair"  # nothing changed; indexes read the page again
    STEERING = "steering", "Steering changed"  # synonyms, best bets: caches only, no page
    REDIRECT = "redirect", "Redirect changed"  # its former path is in `url_path`
    MEDIA = "media", "Media changed"  # an image, a document, a collection or its privacy
    TOPIC = "topic", "Topic changed"
    RECORD = "record", "Record changed"  # a person, a member
    SETTINGS = "settings", "Settings changed"  # a site, a locale, a record of settings
    NAVIGATION = "navigation", "Navigation changed"  # a page in a menu was added, removed or moved


class Log(models.Model):
    """The log's identity, in a single row; a new database gets another one."""

    identity = models.CharField(max_length=32, default=new_identity, editable=False)
    compacted = models.BooleanField(default=False, help_text="Whether old changes were removed.")

    def __str__(self) -> str:
        return self.identity


class Change(models.Model):
    """A change of what the public may see, written in the transaction that made it.

    With `subtree` it applies to the page and to all pages below it when the row is read; each
    deleted page has a separate row. The path of a restricted page is left out. `page_id` is not
    a foreign key because it outlives the page. Other objects are identified by `object_type` and
    `object_id`, which is null if any object of the type may have changed.
    """

    id = models.BigAutoField(primary_key=True)
    transaction = models.BigIntegerField(default=0, help_text="PostgreSQL's number; else 0.")
    token = models.BigIntegerField(default=new_token)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    page_id = models.BigIntegerField(null=True)
    subtree = models.BooleanField(default=False)
    content_only = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether the page's title, address and state are as before.",
    )
    url_path = models.TextField(
        blank=True,
        help_text="The page's path in the tree before a move, unpublishing or deletion; the path "
        "that a redirect leads from.",
    )
    object_type = models.CharField(max_length=60, blank=True, help_text="A model's name.")
    object_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["transaction", "id"]
        indexes = [
            models.Index(fields=["transaction", "id"], name="change_order"),
            models.Index(fields=["at"], name="change_age"),
        ]

    def __str__(self) -> str:
        if self.object_type:
            return f"{self.kind} {self.object_type} {self.object_id or '-'}"
        return f"{self.kind} {self.page_id or '-'}{' and below' if self.subtree else ''}"

    def place(self, log: str) -> Place:
        """Return the place just after this change, in the log of that identity."""
        return Place(log, self.transaction, self.id, self.token)


class ReaderState(models.Model):
    """A reader's last failure, and its place unless it stores that itself, as indexes do."""

    name = models.CharField(max_length=60, unique=True)
    place = models.CharField(max_length=100, blank=True)
    error = models.TextField(blank=True, help_text="The last failure; empty once it has recovered.")
    failing_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class FailedChange(models.Model):
    """A change that a reader skipped because it failed several times."""

    reader = models.CharField(max_length=60)
    page_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    subtree = models.BooleanField(default=False)
    url_path = models.TextField(blank=True)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.BigIntegerField(null=True)
    change_id = models.BigIntegerField()
    changed_at = models.DateTimeField()
    error = models.TextField()
    failed_at = models.DateTimeField(default=timezone.now)
    retry = models.BooleanField(default=False, help_text="Retried at the worker's next turn.")

    class Meta:
        ordering = ["-failed_at"]
        verbose_name = "failed change"
        verbose_name_plural = "failed changes"
        constraints = [
            models.UniqueConstraint(fields=["reader", "change_id"], name="failed_change_once")
        ]

    def __str__(self) -> str:
        return f"{self.reader}: {self.kind} {self.page_id or ''}".strip()

    def change(self) -> Change:
        """Return the change as it was appended; the log may have deleted it since."""
        return Change(
            id=self.change_id,
            kind=self.kind,
            page_id=self.page_id,
            subtree=self.subtree,
            url_path=self.url_path,
            object_type=self.object_type,
            object_id=self.object_id,
            at=self.changed_at,
        )
