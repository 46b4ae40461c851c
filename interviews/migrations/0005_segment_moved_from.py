from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('interviews', '0004_integrated_mode'),
    ]

    operations = [
        migrations.AddField(
            model_name='segment',
            name='moved_from',
            field=models.PositiveIntegerField(help_text="The number that its page gave it, where another device's piece had come first.", null=True),
        ),
        migrations.AlterField(
            model_name='segment',
            name='sequence',
            field=models.PositiveIntegerField(help_text='Where it stands in the answer.'),
        ),
    ]
