from django.db import migrations


class Migration(migrations.Migration):
    """Find the next expiry of a page without reading every page."""

    dependencies = [("changes", "0003_objects_and_failed_changes"), ("wagtailcore", "0098_apitoken")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX page_expiry ON wagtailcore_page (expire_at) WHERE expire_at IS NOT NULL",
            "DROP INDEX page_expiry",
        )
    ]
