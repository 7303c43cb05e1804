"""The vectors of pages, and their place in the change log."""

from django.db import models

STATE_ROW = 1


class PageVectors(models.Model):
    """The vectors of one public page by one model. A page's id outlives it, hence no foreign key.

    Those of a new model are written beside the old ones, which are deleted when all are there.
    """

    page_id = models.BigIntegerField()
    model = models.CharField(max_length=64, help_text="What identifies the model.")
    text_hash = models.CharField(max_length=32, help_text="Of the passages they were made from.")
    vectors = models.BinaryField(help_text="int8, passage after passage.")

    class Meta:
        verbose_name = "vectors of a page"
        constraints = [
            models.UniqueConstraint(fields=["model", "page_id"], name="vectors_of_page"),
        ]

    def __str__(self) -> str:
        return f"Vectors of page {self.page_id}"


class VectorsState(models.Model):
    """One row: the model whose vectors are complete, and their place in the change log."""

    model = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="Numbers of a vector.")
    place = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.place
