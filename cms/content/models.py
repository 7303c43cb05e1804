"""Topics, and the records of imported pages."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cms.languages.records import TranslatedRecord


class Topic(index.Indexed, TranslatedRecord):
    """A topic of pages: a facet in the search, a filter in the API."""

    translated_fields = ("name", "description")

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True, help_text="Used in addresses; keep it.")
    description = models.CharField(max_length=250, blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("translations"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ImportedPage(models.Model):
    """The record last imported to a path, and the revision that the import made.

    If the latest revision of the page is another one, an editor has changed the page since.
    """

    path = models.TextField(unique=True)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    revision_id = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64, help_text="Of the record in the source.")
    origin = models.CharField(max_length=20, help_text="What kind of import it was.")

    def __str__(self) -> str:
        return self.path
