from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="duedelivery",
            name="leases",
            field=models.PositiveIntegerField(default=0, help_text="Since something was recorded last."),
        ),
    ]
