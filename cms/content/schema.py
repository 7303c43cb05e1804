"""Schemas that page types of all apps use for their own fields in the delivery API."""

from pydantic import BaseModel

from cms.directory.models import Person


class PageFields(BaseModel):
    """A type's own fields. Fields that hold HTML say so in their name."""


class PersonJson(BaseModel):
    """`country` is an ISO 3166-1 alpha-2 code."""

    honorific: str
    name: str
    title: str
    country: str | None

    @classmethod
    def of(cls, person: Person) -> "PersonJson":
        country = person.country.iso_code if person.country else None
        return cls(
            honorific=person.honorific, name=person.name, title=person.title, country=country
        )


class PageLink(BaseModel):
    """Another page of the site, as far as a link shows it."""

    id: int
    type: str
    title: str
    path: str
    url: str
