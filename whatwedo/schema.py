"""The own fields of this app's page types in the delivery API."""

from typing import Literal

from cms.content.schema import PageFields, PersonJson


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
    """`established` is a year, a month or a day in ISO 8601, empty if unknown.

    `kind` is the key of one of the organisation's kinds of organs, `kind_label` its name.
    """

    official_name: str
    short_name: str
    kind: str
    kind_label: str
    established: str
    seat: str
    head: OrganHead | None
    relations: list[OrganRelationJson]
