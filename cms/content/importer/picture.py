"""The picture of a page in front matter."""

from typing import Any

from cms.content.importer.fields import NOTHING
from cms.content.importer.references import References


class Picture:
    """`picture: photo.jpg`: a file next to the text, shown at the top of the page and on cards."""

    def read(self, value: object, references: References) -> int | None:
        if value in NOTHING:
            return None
        if not isinstance(value, str):
            raise ValueError("picture should be the name of a file, like photo.jpg.")
        return references.file("image", value)

    def apply(self, page: Any, read: int | None) -> None:
        page.social_image_id = read
