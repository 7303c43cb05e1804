"""Permissions on pages without pages below them are those of Wagtail, with fewer queries."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission, Page, PagePermissionTester

from cms.desk.page_views import LeafPermissions
from tests.factories import ContentPageFactory, UserFactory, site_root

pytestmark = pytest.mark.django_db
KINDS = ["superuser", "inactive", "Editor", "Moderator", "author", "stranger"]


def user_of(kind, root):
    user = UserFactory(is_superuser=kind == "superuser", is_active=kind != "inactive")
    if kind == "author":
        group = Group.objects.create(name="Authors")
        GroupPagePermission.objects.create(group=group, page=root, permission_type="add")
        user.groups.add(group)
    user.groups.add(*Group.objects.filter(name="Editor" if kind == "inactive" else kind))
    return user


@pytest.mark.parametrize("kind", KINDS)
def test_equal_those_of_wagtail(kind):
    home = site_root()
    user = user_of(kind, home)
    for is_live in (True, False):
        for owner in (user, None):
            parent = ContentPageFactory(parent=home, live=is_live, owner=owner)
            ContentPageFactory(parent=parent, live=not is_live, owner=owner)
    pages = [*Page.objects.all()]
    assert len(pages) >= 10

    for page in pages:
        expected, ours = PagePermissionTester(user, page), LeafPermissions(user, page)
        for ignore_bulk in (False, True):
            assert ours.can_delete(ignore_bulk) == expected.can_delete(ignore_bulk), page
        assert ours.can_move() == expected.can_move(), page
