"""Kinds of organs: the organisation's own vocabulary, kept as records."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from cms.directory.keys import KeyedRecord, RecordKeyField, key_references, keyed_records
from whatwedo.sections import SectionsField

OTHER = "other"
"""The key for organs that are of no recorded kind."""


class Members(models.TextChoices):
    """The list of members that pages of organs of a kind show."""

    NOTHING = "", "Nothing"
    OFFICES = "offices", "Their offices"
    REPRESENTATIVES = "representatives", "Their representatives"


class OrganKind(KeyedRecord):
    """A kind of organ, like council or committee."""

    description = models.CharField(
        max_length=200,
        blank=True,
        help_text="What editors read where they choose a starting point.",
    )
    members = models.CharField(
        "members listed",
        max_length=16,
        blank=True,
        choices=Members.choices,
        default=Members.NOTHING,
        help_text="What the pages of such organs list for each member of the organisation.",
    )
    row = models.PositiveSmallIntegerField(
        default=3, help_text="Row in the figure of organs, from 1 at the top."
    )
    is_emphasised = models.BooleanField(
        "emphasised", default=False, help_text="Drawn darker than others in the figure."
    )
    sections = SectionsField(help_text="What a new page of such an organ starts with.")

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("key")]),
        FieldPanel("members"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("row"), FieldPanel("is_emphasised")])], heading="Figure"
        ),
        MultiFieldPanel(
            [FieldPanel("description"), FieldPanel("sections")], heading="Starting point"
        ),
        FieldPanel("translations"),
    ]

    class Meta:
        verbose_name = "kind of organ"
        verbose_name_plural = "kinds of organs"
        ordering = ["row", "name"]

    def clean(self) -> None:
        before = OrganKind.objects.filter(pk=self.pk).first()
        if before and before.key != self.key and any(key_references(before)):
            raise ValidationError({"key": f"Organs are of the kind {before.key}: keep its key."})


def organ_kind(key: str) -> OrganKind:
    """Return the kind with this key; a plain one if there is no such record."""
    record: OrganKind | None = keyed_records("whatwedo.OrganKind").get(key)
    return record or OrganKind(key=key, name=str(_("Other")))


def kind_field() -> RecordKeyField:
    return RecordKeyField(
        "kind of organ",
        max_length=24,
        default=OTHER,
        model="whatwedo.OrganKind",
        extra={OTHER: _("Other")},
    )
