"""The field `authors` of imported news."""

from typing import Any

from cms.content.importer.references import References
from cms.directory.models import Person


class Authors:
    """`authors: [Ida Lund, Tomas Reyes]`: people of the directory, added where missing."""

    def read(self, value: object, references: References) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise ValueError("authors should be a list of names, like [Ida Lund, Tomas Reyes].")
        return value

    def apply(self, page: Any, read: list[str]) -> None:
        page.authors = [
            Person.objects.filter(name=name).first() or Person.objects.create(name=name)
            for name in read
        ]
