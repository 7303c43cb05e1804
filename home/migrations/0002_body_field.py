"""Bodies without their blocks in migrations; nothing changes in the database."""

from django.db import migrations

from cms.content.blocks.field import BodyField


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="contentpage", name="body", field=BodyField(blank=True)
                ),
                migrations.AlterField(
                    model_name="homepage", name="body", field=BodyField(blank=True)
                ),
            ]
        )
    ]
