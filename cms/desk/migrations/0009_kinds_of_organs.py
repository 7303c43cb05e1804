"""Who looks after the kinds of organs."""

from django.db import migrations

from cms.desk.roles import granting

RIGHTS = [f"whatwedo.{action}_organkind" for action in ("add", "change", "delete", "view")]


class Migration(migrations.Migration):
    dependencies = [("desk", "0008_followed_versions"), ("whatwedo", "0004_kinds_of_organs")]

    operations = [granting(["Publisher", "Administrator"], *RIGHTS)]
