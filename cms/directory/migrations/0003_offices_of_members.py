"""Renames the fields of members in the code; their columns keep their names."""

from django.db import migrations, models
import django.db.models.deletion

RENAMED = {
    "national_secretariat": "office",
    "national_secretariat_address": "office_address",
}


def copy_texts(apps, names):
    """Add translations under the new names, and keep the others for the earlier version."""
    for member in apps.get_model("directory", "MemberState").objects.exclude(translations={}):
        for texts in member.translations.values():
            texts.update({new: texts[old] for old, new in names.items() if old in texts})
        member.save(update_fields=["translations"])


def forwards(apps, schema_editor):
    copy_texts(apps, RENAMED)


def backwards(apps, schema_editor):
    copy_texts(apps, {new: old for old, new in RENAMED.items()})


class Migration(migrations.Migration):

    dependencies = [
        ("directory", "0002_translations"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="memberstate",
            options={"ordering": ["name"], "verbose_name": "member"},
        ),
        migrations.AlterField(
            model_name="memberstate",
            name="national_secretariat",
            field=models.CharField(blank=True, db_column="national_secretariat", help_text="The full name of its office for the organisation.", max_length=200),
        ),
        migrations.AlterField(
            model_name="memberstate",
            name="national_secretariat_address",
            field=models.TextField(blank=True, db_column="national_secretariat_address"),
        ),
        migrations.AlterField(
            model_name="memberstate",
            name="national_secretariat_url",
            field=models.URLField(blank=True, db_column="national_secretariat_url", verbose_name="office website"),
        ),
        migrations.AlterField(
            model_name="memberstate",
            name="permanent_representative",
            field=models.ForeignKey(blank=True, db_column="permanent_representative_id", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="represents", to="directory.person"),
        ),
        migrations.RenameField("memberstate", "national_secretariat", "office"),
        migrations.RenameField("memberstate", "national_secretariat_address", "office_address"),
        migrations.RenameField("memberstate", "national_secretariat_url", "office_url"),
        migrations.RenameField("memberstate", "permanent_representative", "representative"),
        migrations.RunPython(forwards, backwards),
    ]
