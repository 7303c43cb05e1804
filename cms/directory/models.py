"""Records that many pages show: members of the organisation and people."""

from collections.abc import Sequence
from copy import copy
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from cms.directory.monogram import initials
from cms.directory.vocabulary import lazy_word
from cms.languages.records import TranslatedRecord


class MemberState(index.Indexed, TranslatedRecord):
    """A member of the organisation, with its office and its representative."""

    translated_fields = ("name", "official_name", "office", "office_address")

    name = models.CharField(max_length=100, unique=True, help_text="As visitors know it.")
    official_name = models.CharField(max_length=200, blank=True)
    iso_code = models.CharField(
        "ISO code",
        max_length=2,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", "Two capital letters, like TH.")],
        help_text="ISO 3166-1 alpha-2, like TH.",
    )
    joined_on = models.DateField(null=True, blank=True)
    flag = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The columns keep the names that the first version gave them, for upgrades without a stop.
    office = models.CharField(
        max_length=200,
        blank=True,
        help_text="The full name of its office for the organisation.",
        db_column="national_secretariat",
    )
    office_address = models.TextField(blank=True, db_column="national_secretariat_address")
    office_url = models.URLField("office website", blank=True, db_column="national_secretariat_url")
    representative = models.ForeignKey(
        "Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="represents",
        db_column="permanent_representative_id",
    )

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("iso_code")]),
        FieldPanel("official_name"),
        FieldRowPanel([FieldPanel("joined_on"), FieldPanel("flag")]),
        FieldPanel("representative", heading=lazy_word("representative")),
        MultiFieldPanel(
            [FieldPanel("office"), FieldPanel("office_address"), FieldPanel("office_url")],
            heading=lazy_word("office"),
        ),
        FieldPanel("translations"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("official_name"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = "member"

    def __str__(self) -> str:
        return self.name


class Person(index.Indexed, TranslatedRecord):
    """A person who holds an office; the page that shows the person describes the office."""

    translated_fields = ("honorific", "name", "title", "biography")

    honorific = models.CharField(max_length=40, blank=True, help_text="Like H.E. Dr.")
    name = models.CharField(max_length=150)
    title = models.CharField(max_length=200, blank=True, help_text="Office or profession.")
    country = models.ForeignKey(
        MemberState, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    portrait = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    biography = models.TextField(blank=True)

    panels = [
        FieldRowPanel([FieldPanel("honorific"), FieldPanel("name")]),
        FieldRowPanel([FieldPanel("title"), FieldPanel("country")]),
        FieldPanel("portrait"),
        FieldPanel("biography"),
        FieldPanel("translations"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("title"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return " ".join(part for part in (self.honorific, self.name) if part)

    def in_language(self, code: str = "", fallback: Sequence[str] = ()) -> Self:
        """Return the person, and their country where it has been read, in the language."""
        translated_person = super().in_language(code, fallback)
        country = self._state.fields_cache.get("country")
        if country and (translated := country.in_language(code, fallback)) is not country:
            translated_person = copy(translated_person)
            translated_person.country = translated
        return translated_person

    @property
    def initials(self) -> str:
        return initials(self.name)
