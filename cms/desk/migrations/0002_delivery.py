"""Who looks after the API's keys and webhooks."""

from django.db import migrations

from cms.desk.roles import granting

ACTIONS = ("add", "change", "delete", "view")
RIGHTS = [
    *(f"delivery.{action}_{model}" for model in ("deliverykey", "webhook") for action in ACTIONS),
    "delivery.view_webhookmessage",
]


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_roles"), ("delivery", "0001_initial")]

    operations = [granting(["Administrator"], *RIGHTS)]
