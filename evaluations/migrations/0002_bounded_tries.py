import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="evaluation",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0, help_text="To put it together, in this revision."),
        ),
        migrations.AddField(
            model_name="evaluation",
            name="claimed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="evaluation",
            name="next_attempt_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AlterField(
            model_name="evaluation",
            name="status",
            field=models.CharField(
                choices=[("pending", "Pending"), ("ready", "Ready"), ("failed", "could not be put together")],
                default="pending",
                max_length=10,
            ),
        ),
    ]
