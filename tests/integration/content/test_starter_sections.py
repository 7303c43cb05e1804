"""A new organ page starts with the usual sections of its kind."""

import pytest
from django.urls import reverse

from tests.factories import OrganKindFactory, WhatWeDoPageFactory, site_root
from whatwedo.models import OrganPage
from whatwedo.sections import SECTIONS
from whatwedo.starter_content import starter_contents

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    parent = WhatWeDoPageFactory(parent=site_root())
    return reverse("wagtailadmin_pages:add", args=["whatwedo", "organpage", parent.pk])


@pytest.fixture(autouse=True)
def kinds():
    OrganKindFactory(key="council", sections=["mandate", "history"])
    OrganKindFactory(key="office", sections=["contact"])


def test_the_editor_chooses_a_starting_point(admin_client, address):
    text = admin_client.get(address).content.decode()

    for start in ("council", "office", "empty-page"):
        assert f'href="?start={start}"' in text


def test_each_start_fills_the_form(admin_client, address):
    for start in starter_contents():
        answer = admin_client.get(f"{address}?start={start.name}")

        form = answer.context["form"]
        assert form.instance.kind == start.kind
        assert [block.block_type for block in form.instance.body][::2] == (
            ["heading"] * len(start.sections)
        )
        assert answer.status_code == 200
        for heading, _ in start.sections:
            assert heading in answer.content.decode()


def test_the_sections_come_in_the_order_of_a_page(admin_client, address):
    OrganKindFactory(key="bureau", sections=["contact", "mandate"])

    form = admin_client.get(f"{address}?start=bureau").context["form"]

    headings = [block.value["text"] for block in [*form.instance.body][::2]]
    assert headings == ["What it is for", "Where to find it"]


def test_no_field_of_a_start_has_a_value_that_cannot_be_saved(admin_client, address):
    OrganKindFactory(key="bureau", sections=list(SECTIONS))
    form = admin_client.get(f"{address}?start=bureau").context["form"]

    for block in form.instance.body:
        values = block.value.values() if hasattr(block.value, "values") else [block.value]
        assert None not in values


def test_one_start_does_not_reach_the_next_page(admin_client, address):
    admin_client.get(f"{address}?start=council")

    page = OrganPage()
    answer = admin_client.get(f"{address}?start=empty-page")

    assert list(page.body) == []
    assert list(answer.context["form"].instance.body) == []


def test_other_pages_are_made_as_ever(admin_client):
    address = reverse("wagtailadmin_pages:add", args=["home", "contentpage", site_root().pk])

    assert "Choose a starting point" not in admin_client.get(address).content.decode()
