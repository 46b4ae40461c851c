from django.db import migrations


class Migration(migrations.Migration):
    breaking_on_purpose = "Claims stand in the index of owed work; the version before cannot work beside this one."

    dependencies = [
        ('jobs', '0002_jobdescription_livemode'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='jobdescription',
            name='jobs_generation_pending',
        ),
        migrations.RemoveField(
            model_name='jobdescription',
            name='generation_attempts',
        ),
        migrations.RemoveField(
            model_name='jobdescription',
            name='generation_claimed_at',
        ),
    ]
