"""Who reads the audit log."""

from django.db import migrations

from cms.desk.roles import granting


class Migration(migrations.Migration):
    dependencies = [("desk", "0004_failed_changes"), ("audit", "0001_initial")]

    operations = [granting(["Administrator"], "audit.view_auditentry")]
