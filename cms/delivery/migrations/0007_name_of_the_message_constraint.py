from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0006_keys_of_documents'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='webhookmessage',
            name='told_once',
        ),
        migrations.AddConstraint(
            model_name='webhookmessage',
            constraint=models.UniqueConstraint(fields=('webhook', 'change_id'), name='one_message_per_change'),
        ),
    ]
