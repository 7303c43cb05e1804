"""Permissions of lists in the admin whose entries only the product makes."""

from typing import Any

from wagtail_modeladmin.helpers import PermissionHelper


class ReadOnlyPermissions(PermissionHelper):
    """Permission to look at a list, and neither to add, to edit nor to delete its entries."""

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False
