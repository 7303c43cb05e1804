"""Migration operations for the groups that represent roles.

A role is an ordinary group: administrators may give it more or fewer rights. Migrations
only make it, and add what a new model needs. Permissions are made in time: Django itself makes
them when all migrations are through.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db.migrations import RunPython


def permissions(apps: Apps, labels: Sequence[str]) -> list[Any]:
    """Return permissions, like `app.codename`, created if needed; raises LookupError."""
    permissions = []
    for app in {label.split(".")[0] for label in labels}:
        create_permissions(installed.get_app_config(app), verbosity=0, apps=apps)
    model = apps.get_model("auth", "Permission")
    for label in labels:
        app, codename = label.split(".")
        permission = model.objects.filter(content_type__app_label=app, codename=codename).first()
        if permission is None:
            raise LookupError(f"There is no permission {label}.")
        permissions.append(permission)
    return permissions


def granting(roles: Sequence[str], *labels: str) -> RunPython:
    """Return a reversible operation that gives permissions to those roles that exist."""

    def grant(apps: Apps, schema_editor: object) -> None:
        for group in apps.get_model("auth", "Group").objects.filter(name__in=roles):
            group.permissions.add(*permissions(apps, labels))

    def withdraw(apps: Apps, schema_editor: object) -> None:
        for group in apps.get_model("auth", "Group").objects.filter(name__in=roles):
            group.permissions.remove(*permissions(apps, labels))

    return RunPython(grant, withdraw)
