"""The change log, its identity, and where its readers are."""

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
    """What happened, as far as a reader must tell it apart."""

    PUBLISHED = "published", "Published"  # went live, or changed while live
    UNPUBLISHED = "unpublished", "Unpublished"  # by an editor or by its expiry date
    MOVED = "moved", "Moved"  # has another address: moved in the tree, or a new slug
    DELETED = "deleted", "Deleted"
    RESTRICTED = "restricted", "Restriction changed"  # set, altered or lifted
    MAINTENANCE = "maintenance", "Maintenance changed"  # started, ended or reworded
    UPDATED = "updated", "Shown record changed"  # a document, image, person … on the page
    REPAIR = "repair", "Repair"  # nothing happened; indexes read the page anew
    STEERING = "steering", "Steering changed"  # synonyms, best bets: caches only, no page


class Log(models.Model):
    """One row: which log this is. A database that begins anew gets another identity."""

    identity = models.CharField(max_length=32, default=new_identity, editable=False)
    compacted = models.BooleanField(default=False, help_text="Whether old changes were removed.")

    def __str__(self) -> str:
        return self.identity


class Change(models.Model):
    """One change of what the public may see, written in the transaction that made it.

    With `subtree` it stands for the page and all that is below it when the row is read; of
    deleted pages each has a row of its own. A page's id outlives it, hence no foreign key.
    """

    id = models.BigAutoField(primary_key=True)
    transaction = models.BigIntegerField(default=0, help_text="PostgreSQL's number; else 0.")
    token = models.BigIntegerField(default=new_token)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    page_id = models.BigIntegerField(null=True)
    subtree = models.BooleanField(default=False)
    url_path = models.TextField(
        blank=True, help_text="The page's path in the tree before a move, unpublishing or deletion."
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["transaction", "id"]
        indexes = [
            models.Index(fields=["transaction", "id"], name="change_order"),
            models.Index(fields=["at"], name="change_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.page_id or '-'}{' and below' if self.subtree else ''}"

    def place(self, log: str) -> Place:
        """The place just after this change of the log of that identity."""
        return Place(log, self.transaction, self.id, self.token)


class ReaderState(models.Model):
    """Where a reader is (unless it keeps that itself, as an index does), and how it fares."""

    name = models.CharField(max_length=60, unique=True)
    place = models.CharField(max_length=100, blank=True)
    error = models.TextField(blank=True, help_text="The last failure; empty once it has recovered.")
    failing_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class SetAside(models.Model):
    """A change that a reader could not take after several tries; it does not hold up the rest."""

    reader = models.CharField(max_length=60)
    page_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    subtree = models.BooleanField(default=False)
    url_path = models.TextField(blank=True)
    change_id = models.BigIntegerField()
    changed_at = models.DateTimeField()
    error = models.TextField()
    set_aside_at = models.DateTimeField(default=timezone.now)
    retry = models.BooleanField(default=False, help_text="Tried again at the worker's next turn.")

    class Meta:
        ordering = ["-set_aside_at"]
        verbose_name = "change set aside"
        verbose_name_plural = "changes set aside"
        constraints = [
            models.UniqueConstraint(fields=["reader", "change_id"], name="set_aside_once")
        ]

    def __str__(self) -> str:
        return f"{self.reader}: {self.kind} {self.page_id or ''}".strip()

    def change(self) -> Change:
        """The change as the reader met it; the log itself may have dropped it since."""
        return Change(
            id=self.change_id,
            kind=self.kind,
            page_id=self.page_id,
            subtree=self.subtree,
            url_path=self.url_path,
            at=self.changed_at,
        )
