from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organizations', '0002_apikey'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='requested_organization',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=200),
        ),
    ]
