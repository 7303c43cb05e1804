"""Administrators see failed changes, have them retried, and delete them."""

from django.db import migrations

from cms.desk.roles import granting


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0003_findings"),
        ("changes", "0003_objects_and_failed_changes"),
    ]
    operations = [
        granting(
            ["Administrator"],
            "changes.view_failedchange",
            "changes.change_failedchange",
            "changes.delete_failedchange",
        )
    ]
