"""Schemas that page types use for their fields in the delivery API."""

from pydantic import BaseModel

from cms.directory.models import Person


class PageFields(BaseModel):
    """The base of a type's fields. Names of fields that contain HTML end in `html`."""


class PersonJson(BaseModel):
    """A person; `country` is an ISO 3166-1 alpha-2 code."""

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
    """A link to another page of the site."""

    id: int
    type: str
    title: str
    path: str
    url: str
