"""The stored ranking of the pages related to a page."""

from django.db import models


class RelatedRanking(models.Model):
    """The pages related to one page. A page's id outlives it, hence no foreign key."""

    page_id = models.BigIntegerField(primary_key=True)
    site_id = models.BigIntegerField(help_text="The site whose pages are ranked.")
    related = models.JSONField(
        null=True, help_text="Ids of pages, the best first; null before the first ranking."
    )
    ranked_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "ranking of related pages"

    def __str__(self) -> str:
        return f"Pages related to page {self.page_id}"
