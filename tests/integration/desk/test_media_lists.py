"""The lists of files show what the user may choose, and what is missing from it."""

import pytest
from django.contrib.auth.models import Group

from tests.factories import DocumentFactory, ImageFactory, UserFactory, site_root

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("admin_search")]


@pytest.fixture
def editor(client):
    site_root()
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Editor"))
    client.force_login(user)
    return client


@pytest.mark.parametrize("layout", ["grid", "list"])
def test_editors_see_the_images_of_others_without_changing_them(editor, layout):
    image = ImageFactory(title="The hall")

    text = editor.get("/admin/images/", {"layout": layout}).content.decode()

    assert "The hall" in text
    assert f"/admin/images/{image.pk}/" not in text


def test_editors_change_the_images_that_they_uploaded(editor):
    image = ImageFactory(uploaded_by_user_id=int(editor.session["_auth_user_id"]))

    assert f"/admin/images/{image.pk}/" in editor.get("/admin/images/").content.decode()


@pytest.mark.parametrize("query", [{}, {"q": "minutes"}, {"ordering": "usage_count"}])
def test_editors_see_the_documents_of_others(editor, query):
    DocumentFactory(title="The minutes")

    assert "The minutes" in editor.get("/admin/documents/", query).content.decode()


def test_missing_text_and_the_focal_point_stand_beside_the_image(admin_client):
    site_root()
    ImageFactory(title="Bare")
    bare = admin_client.get("/admin/images/").content.decode()
    assert "No alternative text" in bare
    assert "Not used" in bare
    assert "Focal point set" not in bare

    type(ImageFactory._meta.model.objects.get()).objects.update(
        description="A hall", focal_point_x=1, focal_point_y=1,
        focal_point_width=9, focal_point_height=9,
    )  # fmt: skip
    described = admin_client.get("/admin/images/results/").content.decode()
    assert "No alternative text" not in described
    assert "Focal point set" in described


@pytest.mark.parametrize("count", [1, 12])
def test_more_images_take_no_more_queries(admin_client, django_assert_max_num_queries, count):
    site_root()
    for _ in range(count):
        ImageFactory()
    admin_client.get("/admin/images/")  # makes the renditions

    with django_assert_max_num_queries(45):
        admin_client.get("/admin/images/")
