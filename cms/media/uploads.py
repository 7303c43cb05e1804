"""Form fields that check uploaded images, used by all forms, choosers and APIs."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.media.drawable import check_drawable


class ImageForm(BaseImageForm):
    """Wagtail's image form with a file field that refuses images without a possible rendition."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            checked = UploadedImageField(label=field.label, required=field.required)
            field.widget.attrs["accept"] = checked.widget.attrs["accept"]
            checked.widget = field.widget
            self.fields["file"] = checked


class UploadedImageField(WagtailImageField):
    def check_image_pixel_size(self, f: Any) -> None:
        """Raise ValidationError for an image that cannot be drawn or has too many pixels."""
        try:
            check_drawable(f.image)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid_image") from error
        super().check_image_pixel_size(f)
