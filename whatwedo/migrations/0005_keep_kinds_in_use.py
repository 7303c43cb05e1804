"""Makes records of the kinds of organs that the code listed before, where organs have them."""

from django.db import migrations

# Key, name, members listed, row in the figure, sections of a new page.
KINDS = (
    ("council", "Council", "", 1, "mandate tasks members meetings history"),
    ("secretary-general", "Secretary-General", "", 2, "office tasks holders"),
    ("committee", "Committee", "representatives", 2, "mandate tasks members meetings contact"),
    ("secretariat", "Secretariat", "", 3, "mandate tasks departments history contact"),
    ("national-secretariat", "National Secretariat", "offices", 4, "mandate tasks contact"),
)


def keep(apps, schema_editor):
    kinds = apps.get_model("whatwedo", "OrganKind").objects
    if not apps.get_model("whatwedo", "OrganPage").objects.exists():
        return
    for key, name, members, row, sections in KINDS:
        kinds.get_or_create(
            key=key,
            defaults={
                "name": name,
                "members": members,
                "row": row,
                "is_emphasised": key == "secretary-general",
                "sections": sections.split(),
            },
        )


class Migration(migrations.Migration):
    dependencies = [("whatwedo", "0004_kinds_of_organs")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
