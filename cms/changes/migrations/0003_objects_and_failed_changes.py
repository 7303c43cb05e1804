from django.db import migrations, models

KINDS = [
    ("published", "Published"),
    ("unpublished", "Unpublished"),
    ("moved", "Moved"),
    ("deleted", "Deleted"),
    ("restricted", "Restriction changed"),
    ("maintenance", "Maintenance changed"),
    ("updated", "Shown record changed"),
    ("repair", "Repair"),
    ("steering", "Steering changed"),
    ("redirect", "Redirect changed"),
    ("media", "Media changed"),
    ("topic", "Topic changed"),
    ("record", "Record changed"),
    ("settings", "Settings changed"),
    ("navigation", "Navigation changed"),
]


class Migration(migrations.Migration):
    """Changes of what is no page; and a plainer name for changes that a reader could not apply."""

    dependencies = [("changes", "0002_repair")]

    operations = [
        migrations.RemoveConstraint("setaside", "set_aside_once"),
        migrations.RenameModel("SetAside", "FailedChange"),
        migrations.RenameField("failedchange", "set_aside_at", "failed_at"),
        migrations.AlterModelOptions(
            "failedchange",
            options={
                "ordering": ["-failed_at"],
                "verbose_name": "failed change",
                "verbose_name_plural": "failed changes",
            },
        ),
        migrations.AddConstraint(
            "failedchange",
            models.UniqueConstraint(fields=("reader", "change_id"), name="failed_change_once"),
        ),
        migrations.AlterField(
            "failedchange",
            "retry",
            models.BooleanField(default=False, help_text="Retried at the worker's next turn."),
        ),
        migrations.AlterField(
            "failedchange", "kind", models.CharField(choices=KINDS, max_length=12)
        ),
        migrations.AddField(
            "failedchange", "object_type", models.CharField(blank=True, max_length=60, default=""),
            preserve_default=False,
        ),
        migrations.AddField("failedchange", "object_id", models.BigIntegerField(null=True)),
        migrations.AlterField("change", "kind", models.CharField(choices=KINDS, max_length=12)),
        migrations.AlterField(
            "change",
            "url_path",
            models.TextField(
                blank=True,
                help_text="The page's path in the tree before a move, unpublishing or deletion; "
                "the path that a redirect leads from.",
            ),
        ),
        migrations.AddField(
            "change",
            "object_type",
            models.CharField(
                blank=True, max_length=60, help_text="A model's name.", default=""
            ),
            preserve_default=False,
        ),
        migrations.AddField("change", "object_id", models.BigIntegerField(null=True)),
    ]
