"""The own fields of pages in the delivery API, written once after each change."""

from typing import ClassVar

from django.db import models

STATE_ROW = 1


class PageDocument(models.Model):
    """The own fields of one live page. A page's id outlives it, hence no foreign key."""

    page_id = models.BigIntegerField(primary_key=True)
    site_id = models.BigIntegerField(help_text="The site by whose addresses it was written.")
    origin = models.CharField(
        max_length=60, help_text="Stands in `content` for the origin of files and of the page."
    )
    content = models.TextField(help_text="The fields as JSON, in the order of the API.")
    html = models.TextField(
        blank=True,
        db_default="",
        help_text="The page, with markers where parts of the layout are joined, or empty.",
    )
    shown = models.JSONField(
        default=list, db_default=[], help_text="Keys of the pages, files and topics in `content`."
    )
    linked = models.JSONField(help_text="Keys of what its rich text links to.")
    depends = models.JSONField(
        help_text="Other pages that decide what it shows: id, state, title and `url_path`."
    )

    class Meta:
        verbose_name = "delivery document"

    def __str__(self) -> str:
        return f"Document of page {self.page_id}"


class PageDay(models.Model):
    """The public date of one published page, aliases included, in the order of lists by date.

    Page types have their dates in separate tables, so no index of theirs has the dates of all.
    """

    page_id = models.BigIntegerField(primary_key=True)
    day = models.DateField(null=True, help_text="Empty for a page without any date.")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["day", "page_id"], name="delivery_pageday_day")]
        verbose_name = "public date of a page"

    def __str__(self) -> str:
        return f"{self.day} of page {self.page_id}"


class DocumentsState(models.Model):
    """One row: the place in the change log up to which all documents and days are true.

    The place is empty while they are being written for the first time.
    """

    place = models.CharField(max_length=100, blank=True)
    log = models.CharField(max_length=32, blank=True, help_text="The identity of the place's log.")
    transaction = models.BigIntegerField(default=0, help_text="Of the place, for comparisons.")
    change_id = models.BigIntegerField(default=0, help_text="Of the place, for comparisons.")
    software = models.CharField(max_length=32, help_text="The code that wrote them.")
    writer = models.CharField(max_length=32, help_text="Changes when writing starts over.")

    def __str__(self) -> str:
        return self.place or "being written"
