from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interviews", "0006_bounded_tries")]

    operations = [
        migrations.AddField(
            model_name="interview",
            name="pages",
            field=models.JSONField(default=list, help_text="The tabs that have held it, in the order of their coming."),
        ),
        migrations.AddField(
            model_name="segment",
            name="page",
            field=models.CharField(
                blank=True, default="", help_text="The tab that recorded it, one of the interview's.", max_length=64
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="segment",
            name="moved_from",
            field=models.PositiveIntegerField(
                help_text="The number that its page gave it, where another device's piece stands there.", null=True
            ),
        ),
    ]
