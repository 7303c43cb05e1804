"""Logged searches, opened results and daily counts.

No row identifies a visitor: there is no address, cookie, session or name. Daily counts are made
from the rows, so that reports read thousands of rows instead of millions.
"""

from django.db import models

MAX_LENGTH = 200  # of a logged text


def site_field() -> "models.BigIntegerField[int | None, int | None]":
    """Return a field for the id of the site that was searched."""
    return models.BigIntegerField(null=True, help_text="The site; empty for all sites.")


class Source(models.TextChoices):
    """The surface on which a search was made."""

    PAGE = "page", "Search page"
    API = "api", "API"


class LoggedSearch(models.Model):
    """One search and a summary of its results."""

    at = models.DateTimeField(db_index=True)
    text = models.CharField(
        max_length=MAX_LENGTH, blank=True, help_text="Without addresses, long numbers."
    )
    filters = models.CharField(max_length=300, blank=True, help_text="As in an address.")
    locale = models.CharField(max_length=40, blank=True, help_text="The chosen languages.")
    source = models.CharField(max_length=4, choices=Source.choices)
    total = models.PositiveIntegerField(help_text="How many pages were found.")
    engine = models.CharField(max_length=20)
    took_ms = models.FloatField()
    site_id = site_field()

    class Meta:
        verbose_name = "logged search"
        verbose_name_plural = "logged searches"
        default_permissions = ()
        permissions = [("view_insight", "Can see what visitors search for")]

    def __str__(self) -> str:
        return self.text


class OpenedResult(models.Model):
    """A result that was opened on the search page, at most once per search."""

    at = models.DateTimeField(db_index=True)
    search = models.BigIntegerField(help_text="A random number, so that none counts twice.")
    text = models.CharField(max_length=MAX_LENGTH, blank=True)
    page_id = models.BigIntegerField()
    position = models.PositiveSmallIntegerField(help_text="From 1; 0 on later pages of results.")
    site_id = site_field()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["search", "page_id"], name="opened_once")]

    def __str__(self) -> str:
        return f"{self.text}: page {self.page_id}"


class DayTotal(models.Model):
    """The totals of a day (UTC) for one source."""

    day = models.DateField()
    source = models.CharField(max_length=4, choices=Source.choices)
    searches = models.PositiveIntegerField()
    empty = models.PositiveIntegerField(help_text="Those without hits.")
    opened = models.PositiveIntegerField(help_text="Results that were opened.")
    took_ms = models.FloatField(help_text="All together.")
    site_id = site_field()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["day", "site_id", "source"], name="total_of_day")
        ]

    def __str__(self) -> str:
        return f"{self.day}, {self.source}"


class DayQuery(models.Model):
    """The counts of one text on a day; only frequent texts are counted."""

    day = models.DateField()
    text = models.CharField(max_length=MAX_LENGTH)
    searches = models.PositiveIntegerField()
    empty = models.PositiveIntegerField(help_text="Those without hits.")
    answered = models.PositiveIntegerField(help_text="Those with hits, on the page.")
    opened = models.PositiveIntegerField(help_text="Results that were opened.")
    site_id = site_field()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["day", "site_id", "text"], name="query_of_day")
        ]

    def __str__(self) -> str:
        return f"{self.day}, {self.text}"


class DayPage(models.Model):
    """The number of times that a page was opened from a search on a day."""

    day = models.DateField()
    page_id = models.BigIntegerField()
    opened = models.PositiveIntegerField()
    site_id = site_field()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["day", "site_id", "page_id"], name="page_of_day")
        ]

    def __str__(self) -> str:
        return f"{self.day}, page {self.page_id}"


class DayPosition(models.Model):
    """The number of times that the result at a position was opened on a day."""

    day = models.DateField()
    position = models.PositiveSmallIntegerField()
    opened = models.PositiveIntegerField()
    site_id = site_field()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["day", "site_id", "position"], name="place_of_day")
        ]

    def __str__(self) -> str:
        return f"{self.day}, place {self.position}"
