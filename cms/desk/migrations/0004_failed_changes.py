"""Administrators see failed changes, have them retried, and delete them."""

from django.db import migrations

from cms.desk.roles import granting


def rename_permissions(apps, schema_editor):
    """Rename what Django renames only after all migrations, where new ones would be in its way."""
    permissions = apps.get_model("auth", "Permission").objects
    for permission in permissions.filter(
        content_type__app_label="changes", codename__endswith="_setaside"
    ):
        permission.codename = permission.codename.replace("_setaside", "_failedchange")
        permission.save()


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0003_findings"),
        ("changes", "0003_objects_and_failed_changes"),
    ]
    operations = [
        migrations.RunPython(rename_permissions, migrations.RunPython.noop),
        granting(
            ["Administrator"],
            "changes.view_failedchange",
            "changes.change_failedchange",
            "changes.delete_failedchange",
        )
    ]
