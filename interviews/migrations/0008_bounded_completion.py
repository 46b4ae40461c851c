from django.db import migrations, models

END_REASONS = [
    ("finished", "all questions were asked"),
    ("time_budget", "the time was used up"),
    ("turn_budget", "the turns were used up"),
    ("candidate_ended", "the candidate ended it"),
    ("abandoned", "the candidate did not come back"),
    ("technical_failure", "we could not go on"),
]


class Migration(migrations.Migration):
    dependencies = [("interviews", "0007_pages")]

    operations = [
        migrations.AddField(
            model_name="interview",
            name="completion_attempts",
            field=models.PositiveSmallIntegerField(default=0, help_text="Workers that tried to complete it."),
        ),
        migrations.AddField(
            model_name="interview",
            name="completion_claimed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="interview",
            name="end_reason",
            field=models.CharField(blank=True, choices=END_REASONS, max_length=20),
        ),
    ]
