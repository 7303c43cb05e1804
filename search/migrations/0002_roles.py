"""Who steers the search and sees what visitors look for."""

from django.db import migrations

from cms.desk.roles import granting

MODELS = ("synonymrule", "bestbet", "hiddenresult", "deniedsuggestion")
STEERING = [f"search.{action}_{model}" for model in MODELS for action in ("add", "change", "delete", "view")]


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial"), ("desk", "0001_roles")]

    operations = [
        granting(["Search editor", "Administrator"], *STEERING, "search.view_insight"),
    ]
