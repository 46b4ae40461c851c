from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interviews", "0005_segment_moved_from")]

    operations = [
        migrations.AddField(
            model_name="turn",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0, help_text="Workers that took the answer."),
        ),
        migrations.AddField(
            model_name="turn",
            name="speech_attempts",
            field=models.PositiveSmallIntegerField(default=0, help_text="Workers that took its voice."),
        ),
        migrations.AddField(
            model_name="segment",
            name="failures",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="Workers that took it and failed at it alive."
            ),
        ),
    ]
