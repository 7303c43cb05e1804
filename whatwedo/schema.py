"""The own fields of this app's page types in the delivery API."""

from typing import Literal

from cms.content.schema import PageFields, PersonJson

Kind = Literal[
    "secretary-general", "secretariat", "committee", "council", "national-secretariat", "other"
]


class WhatWeDoFields(PageFields):
    introduction_html: str


class OrganHead(PersonJson):
    """`office` and `term` belong to the organ, the rest to the person.

    `title` is that of the office; the person's own where the organ names none.
    """

    office: str
    term: str


class OrganRelationJson(PageFields):
    """Read from the organ it belongs to: this organ `kind` that one."""

    kind: Literal["heads", "reports-to", "works-with", "supports"]
    organ: int
    title: str
    path: str


class OrganFields(PageFields):
    """`established` is a year, a month or a day in ISO 8601, empty if unknown."""

    official_name: str
    short_name: str
    kind: Kind
    established: str
    seat: str
    head: OrganHead | None
    relations: list[OrganRelationJson]
