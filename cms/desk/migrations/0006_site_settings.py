"""Who looks after the settings of sites."""

from django.db import migrations

from cms.desk.roles import granting

RIGHTS = [f"site_settings.{action}_sitesettings" for action in ("add", "change", "delete", "view")]


class Migration(migrations.Migration):
    dependencies = [("desk", "0005_audit_log"), ("site_settings", "0001_initial")]

    operations = [granting(["Administrator"], *RIGHTS)]
