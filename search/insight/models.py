"""Logged searches and opened results, and their counts of each day.

Nothing here identifies a visitor: no address, cookie, session or name. Counts of days are
made from the rows, so that a report reads thousands of rows and not millions.
"""

from django.db import models

LONGEST = 200  # characters of a text that are kept


class Source(models.TextChoices):
    """Where a search came from."""

    PAGE = "page", "Search page"
    API = "api", "API"


class LoggedSearch(models.Model):
    """One search, as it was answered."""

    at = models.DateTimeField(db_index=True)
    text = models.CharField(
        max_length=LONGEST, blank=True, help_text="Without addresses, long numbers."
    )
    filters = models.CharField(max_length=300, blank=True, help_text="As in an address.")
    locale = models.CharField(max_length=40, blank=True, help_text="The chosen languages.")
    source = models.CharField(max_length=4, choices=Source.choices)
    total = models.PositiveIntegerField(help_text="How many pages were found.")
    engine = models.CharField(max_length=20)
    took_ms = models.FloatField()

    class Meta:
        verbose_name = "logged search"
        verbose_name_plural = "logged searches"
        default_permissions = ()
        permissions = [("view_insight", "Can see what visitors search for")]

    def __str__(self) -> str:
        return self.text


class OpenedResult(models.Model):
    """A result that was opened on the search page, once for each search."""

    at = models.DateTimeField(db_index=True)
    search = models.BigIntegerField(help_text="A random number, so that none counts twice.")
    text = models.CharField(max_length=LONGEST, blank=True)
    page_id = models.BigIntegerField()
    position = models.PositiveSmallIntegerField(help_text="From 1; 0 on later pages of results.")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["search", "page_id"], name="opened_once")]

    def __str__(self) -> str:
        return f"{self.text}: page {self.page_id}"


class DayTotal(models.Model):
    """All searches of a day (UTC) from one source."""

    day = models.DateField()
    source = models.CharField(max_length=4, choices=Source.choices)
    searches = models.PositiveIntegerField()
    empty = models.PositiveIntegerField(help_text="Those without hits.")
    opened = models.PositiveIntegerField(help_text="Results that were opened.")
    took_ms = models.FloatField(help_text="All together.")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["day", "source"], name="total_of_day")]

    def __str__(self) -> str:
        return f"{self.day}, {self.source}"


class DayQuery(models.Model):
    """A text of a day, among the most frequent or the most frequent without hits."""

    day = models.DateField()
    text = models.CharField(max_length=LONGEST)
    searches = models.PositiveIntegerField()
    empty = models.PositiveIntegerField(help_text="Those without hits.")
    answered = models.PositiveIntegerField(help_text="Those with hits, on the page.")
    opened = models.PositiveIntegerField(help_text="Results that were opened.")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["day", "text"], name="query_of_day")]

    def __str__(self) -> str:
        return f"{self.day}, {self.text}"


class DayPage(models.Model):
    """How often a page was opened from a search on a day."""

    day = models.DateField()
    page_id = models.BigIntegerField()
    opened = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["day", "page_id"], name="page_of_day")]

    def __str__(self) -> str:
        return f"{self.day}, page {self.page_id}"


class DayPosition(models.Model):
    """How often the result in that place was opened on a day."""

    day = models.DateField()
    position = models.PositiveSmallIntegerField()
    opened = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["day", "position"], name="place_of_day")]

    def __str__(self) -> str:
        return f"{self.day}, place {self.position}"
