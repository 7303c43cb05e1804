"""Checks of uploaded images, the same for every form, chooser and API that takes them."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.media.drawable import check_drawable


class ImageForm(BaseImageForm):
    """Wagtail's image form, whose file field refuses what no rendition can be made of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known := self.fields.get("file"):
            checked = UploadedImageField(label=known.label, required=known.required)
            known.widget.attrs["accept"] = checked.widget.attrs["accept"]
            checked.widget = known.widget
            self.fields["file"] = checked


class UploadedImageField(WagtailImageField):
    def check_image_pixel_size(self, f: Any) -> None:
        """Raise ValidationError for an image that cannot be drawn or has too many pixels."""
        try:
            check_drawable(f.image)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid_image") from error
        super().check_image_pixel_size(f)
