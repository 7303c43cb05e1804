"""Kinds of organs are records of the organisation."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cms.content.demo.records import load_vocabularies
from tests.factories import (
    MemberStateFactory,
    OrganKindFactory,
    OrganPageFactory,
    WhatWeDoPageFactory,
    site_root,
)
from whatwedo.kinds import OrganKind
from whatwedo.models import OrganPage

pytestmark = pytest.mark.django_db

API = "/api/delivery/v1"


@pytest.fixture
def overview():
    return WhatWeDoPageFactory(parent=site_root())


@pytest.fixture
def assembly():
    translations = {"fr": {"name": "Assemblée"}}
    return OrganKindFactory(key="assembly", name="Assembly", translations=translations)


def test_an_organ_is_of_a_kind_that_an_editor_made(client, overview, assembly):
    page = OrganPageFactory(parent=overview, title="The Delegates", kind="assembly")

    assert "Assembly" in client.get(page.url).content.decode()
    fields = client.get(f"{API}/pages/{page.pk}/").json()
    assert (fields["kind"], fields["kind_label"]) == ("assembly", "Assembly")
    assert [each["id"] for each in client.get(f"{API}/pages/?kind=assembly").json()["items"]] == [
        page.pk
    ]


def test_a_kind_has_a_name_in_each_language(assembly):
    assert assembly.in_language("fr").name == "Assemblée"


def test_a_new_site_has_no_kind_but_other(admin_client, overview):
    address = reverse("wagtailadmin_pages:add", args=["whatwedo", "organpage", overview.pk])

    form = admin_client.get(f"{address}?start=empty-page").context["form"]

    assert list(form.fields["kind"].choices) == [("other", "Other")]


def test_an_organ_cannot_be_of_a_kind_that_is_not_there(overview, assembly):
    with pytest.raises(ValidationError, match=r"“parliament” is not one of other, assembly\."):
        overview.add_child(instance=OrganPage(title="A", kind="parliament"))


def test_until_there_are_kinds_any_key_may_be_used(client, admin_client, overview):
    page = overview.add_child(instance=OrganPage(title="A", kind="lower-house"))

    assert "Lower house" in client.get(page.url).content.decode()
    form = admin_client.get(f"/admin/pages/{page.pk}/edit/").context["form"]
    assert list(form.fields["kind"].choices) == [
        ("other", "Other"),
        ("lower-house", "Lower house"),
    ]


def test_a_kind_in_use_is_neither_deleted_nor_given_another_key(admin_client, overview, assembly):
    OrganPageFactory(parent=overview, title="The Delegates", kind="assembly")

    address = reverse("whatwedo_organkind_modeladmin_delete", args=[assembly.pk])
    response = admin_client.post(address, follow=True)

    assert "The Delegates" in response.content.decode()
    assembly.refresh_from_db()
    assembly.key = "parliament"
    with pytest.raises(ValidationError, match="keep its key"):
        assembly.full_clean()


def test_the_pages_of_a_kind_show_what_it_lists_of_the_members(client, overview, assembly):
    MemberStateFactory(name="Exampleland", office="Bureau of Exampleland")
    page = OrganPageFactory(parent=overview, title="The Delegates", kind="assembly")
    before = client.get(page.url).content.decode()

    assembly.members = "offices"
    assembly.save()

    assert "Exampleland" not in before
    assert "Bureau of Exampleland" in client.get(page.url).content.decode()


def test_the_pages_of_a_kind_are_those_that_show_it(overview, assembly):
    page = OrganPageFactory(parent=overview, title="A", kind="assembly")
    OrganPageFactory(parent=overview, title="B", kind="council")

    assert [*OrganPage.pages_that_show(assembly)] == [page]


def test_the_demo_s_kinds_have_names_in_its_languages(settings):
    load_vocabularies(settings.DEMO_CONTENT)
    load_vocabularies(settings.DEMO_CONTENT)

    council = OrganKind.objects.get(key="council")
    assert council.in_language("th").name == "คณะมนตรี"
    assert [each.key for each in OrganKind.objects.all()] == [
        "council",
        "committee",
        "secretary-general",
        "secretariat",
        "national-secretariat",
    ]


def test_kinds_without_translations_get_those_of_the_demo(settings):
    OrganKindFactory(key="council", name="Council")

    load_vocabularies(settings.DEMO_CONTENT)

    assert OrganKind.objects.get().in_language("th").name == "คณะมนตรี"
