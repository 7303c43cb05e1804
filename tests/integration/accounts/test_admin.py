"""The admin: every page type is made, previewed, published and edited; records have their lists."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.content.blocks.registry import body_block
from home.models import ContentPage, HomePage
from tests.factories import (
    MemberStateFactory,
    PersonFactory,
    UserFactory,
    WhatWeDoPageFactory,
    site_root,
)
from whatwedo.models import OrganPage, WhatWeDoPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def form(title, **fields):
    body = streamfield([("heading", {"text": "A section", "level": "2", "anchor": ""})])
    data = {"title": title, "slug": "made", "summary": "In short", "body": body, "topics": []}
    data |= {"comments": inline_formset([]), "action-publish": "1"} | fields
    return nested_form_data({name: value for name, value in data.items() if value != []})


TYPES = {
    ContentPage: {},
    WhatWeDoPage: {"introduction": rich_text("<p>Why</p>")},
    OrganPage: {
        "kind": "other",
        "established": "1976-02",
        "official_name": "",
        "relations": inline_formset([]),
    },
}


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_every_type_is_made_previewed_published_and_edited(admin, model):
    home = site_root()
    parent = WhatWeDoPageFactory(parent=home) if model is OrganPage else home
    add = reverse(
        "wagtailadmin_pages:add", args=[model._meta.app_label, model.__name__.lower(), parent.pk]
    )

    assert admin.get(add).status_code == 200
    admin.post(add, form("Made by hand", **TYPES[model]))
    page = model.objects.get(slug="made")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])

    assert page.live
    assert '<h2 id="a-section">A section</h2>' in admin.get(page.url).content.decode()
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert admin.post(preview, form("Tried out", **TYPES[model])).json()["is_valid"]
    assert "Tried out" in admin.get(preview).content.decode()
    admin.post(edit, form("Edited", **TYPES[model]))
    assert "<h1>Edited</h1>" in admin.get(page.url).content.decode()


def test_the_tree_allows_only_what_makes_sense():
    assert OrganPage.can_create_at(Page()) is False
    assert HomePage.allowed_subpage_models() != []
    assert OrganPage not in HomePage.allowed_subpage_models()
    assert OrganPage in WhatWeDoPage.allowed_subpage_models()


@pytest.mark.parametrize("name", body_block().child_blocks)
def test_every_block_shows_a_preview_in_the_picker(admin, name):
    block = body_block().child_blocks[name]

    answer = admin.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})

    assert answer.status_code == 200
    assert "css/blocks.css" in answer.content.decode()
    assert block.meta.description


@pytest.mark.parametrize(
    "path", ["directory/memberstate", "directory/person", "snippets/content/topic"]
)
def test_records_have_a_list_and_a_form(admin, path):
    MemberStateFactory()
    PersonFactory()

    assert admin.get(f"/admin/{path}/").status_code == 200
    create = "add" if "snippets" in path else "create"
    assert admin.get(f"/admin/{path}/{create}/").status_code == 200


def test_a_person_who_holds_an_office_cannot_be_deleted(admin):
    head = PersonFactory(name="Ana Example")
    organs = WhatWeDoPageFactory(parent=site_root())
    organs.add_child(instance=OrganPage(title="The Council", head=head))

    answer = admin.post(f"/admin/directory/person/delete/{head.pk}/", follow=True)

    assert "The Council" in answer.content.decode()
    assert type(head).objects.filter(pk=head.pk).exists()
