from django.db import migrations, models

FIELD = models.BooleanField(
    db_column="asks_more",
    default=False,
    help_text="Scope “many”: ten times the requests, for what builds a whole site.",
)


class Migration(migrations.Migration):
    """Renames a field and keeps its column, which the version before uses."""

    dependencies = [
        ("delivery", "0004_restricted_scope"),
    ]

    operations = [
        migrations.AlterField("deliverykey", "asks_more", FIELD),
        migrations.RenameField("deliverykey", "asks_more", "allows_more_requests"),
    ]
