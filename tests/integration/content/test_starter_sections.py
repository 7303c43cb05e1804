"""A new organ page starts with the usual sections."""

import pytest
from django.urls import reverse

from tests.factories import WhatWeDoPageFactory, site_root
from whatwedo.models import OrganKind, OrganPage
from whatwedo.starter_content import STARTER_CONTENTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    parent = WhatWeDoPageFactory(parent=site_root())
    return reverse("wagtailadmin_pages:add", args=["whatwedo", "organpage", parent.pk])


def test_the_editor_chooses_a_starting_point(admin_client, address):
    text = admin_client.get(address).content.decode()

    for start in STARTER_CONTENTS:
        assert f'href="?start={start.name}"' in text


@pytest.mark.parametrize("start", STARTER_CONTENTS, ids=lambda start: start.name)
def test_each_start_fills_the_form(admin_client, address, start):
    answer = admin_client.get(f"{address}?start={start.name}")

    form = answer.context["form"]
    assert form.instance.kind == start.kind
    assert [block.block_type for block in form.instance.body][::2] == (
        ["heading"] * len(start.sections)
    )
    assert answer.status_code == 200
    for heading, _ in start.sections:
        assert heading in answer.content.decode()


@pytest.mark.parametrize("start", STARTER_CONTENTS, ids=lambda start: start.name)
def test_no_field_of_a_start_has_a_value_that_cannot_be_saved(admin_client, address, start):
    form = admin_client.get(f"{address}?start={start.name}").context["form"]

    for block in form.instance.body:
        values = block.value.values() if hasattr(block.value, "values") else [block.value]
        assert None not in values


def test_one_start_does_not_reach_the_next_page(admin_client, address):
    admin_client.get(f"{address}?start=council")

    page = OrganPage()
    answer = admin_client.get(f"{address}?start=empty-page")

    assert list(page.body) == []
    assert list(answer.context["form"].instance.body) == []


def test_every_start_is_of_a_kind_of_organ():
    assert {start.kind for start in STARTER_CONTENTS} <= set(OrganKind.values)
    assert len({start.name for start in STARTER_CONTENTS}) == len(STARTER_CONTENTS)


def test_other_pages_are_made_as_ever(admin_client):
    address = reverse("wagtailadmin_pages:add", args=["home", "contentpage", site_root().pk])

    assert "Choose a starting point" not in admin_client.get(address).content.decode()
