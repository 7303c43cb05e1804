"""“On this page” lists every section of the page, also those below its text."""

import re

import pytest

from tests.factories import (
    MemberStateFactory,
    OrganKindFactory,
    OrganPageFactory,
    WhatWeDoPageFactory,
    site_root,
)
from whatwedo.models import OrganRelation

pytestmark = pytest.mark.django_db

SECTIONS = re.compile(r'<h2 id="([^"]+)">')
CONTENTS = re.compile(r'<nav class="contents".*?</nav>', re.DOTALL)
LINKS = re.compile(r'href="#([^"]+)"')


def body(*headings):
    return [("heading", {"text": text, "level": "2", "anchor": ""}) for text in headings]


@pytest.fixture
def overview():
    return WhatWeDoPageFactory(parent=site_root(), body=body("Aims"))


@pytest.fixture
def office(overview):
    return OrganPageFactory(parent=overview, title="Office", body=body("Tasks"))


@pytest.fixture
def council(overview, office):
    MemberStateFactory()
    OrganKindFactory(key="committee", members="offices")
    council = OrganPageFactory(parent=overview, kind="committee", body=body("Tasks", "Chair"))
    OrganRelation.objects.create(organ=council, kind="heads", to=office)
    return council


def contents_of(page, client):
    """Return the anchors in “On this page”, and check that each leads to a section."""
    html = client.get(page.url).content.decode()
    navigation = CONTENTS.search(html)
    links = LINKS.findall(navigation[0]) if navigation else []
    assert set(links) <= set(SECTIONS.findall(html))
    return links


def test_the_overview_lists_its_organs(client, overview, council):
    assert contents_of(overview, client) == ["aims", "organs"]


def test_an_organ_lists_its_relations_and_members(client, council):
    assert contents_of(council, client) == ["tasks", "chair", "relations", "members"]


def test_sections_that_are_not_there_are_not_listed(client, overview, office):
    assert contents_of(office, client) == ["tasks"]
    office.delete()
    assert contents_of(overview, client) == ["aims"]
