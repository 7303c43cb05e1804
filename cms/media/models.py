"""Placeholders of images."""

from django.db import models
from wagtail.images import get_image_model_string


class Placeholder(models.Model):
    """A few bytes to show while an image loads, made from its file."""

    # A file that only its own placeholder refers to is shown nowhere.
    wagtail_reference_index_ignore = True

    image = models.OneToOneField(
        get_image_model_string(),
        on_delete=models.CASCADE,
        related_name="placeholder",
        editable=False,
    )
    version = models.CharField(max_length=12, editable=False)
    color = models.CharField(max_length=7, editable=False)
    url = models.TextField(editable=False)

    def __str__(self) -> str:
        return f"{self.color} of image {self.image_id}"
