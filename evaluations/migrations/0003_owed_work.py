from django.db import migrations, models


class Migration(migrations.Migration):
    breaking_on_purpose = "Claims stand in the index of owed work; the version before cannot work beside this one."

    dependencies = [
        ('evaluations', '0002_bounded_tries'),
    ]

    operations = [
        migrations.RunSQL("UPDATE evaluations_score SET status = 'pending' WHERE status = 'scoring'", migrations.RunSQL.noop),
        migrations.RemoveIndex(
            model_name='evaluation',
            name='evaluations_pending',
        ),
        migrations.RemoveIndex(
            model_name='score',
            name='scores_open',
        ),
        migrations.RemoveField(
            model_name='evaluation',
            name='attempts',
        ),
        migrations.RemoveField(
            model_name='evaluation',
            name='claimed_at',
        ),
        migrations.RemoveField(
            model_name='evaluation',
            name='next_attempt_at',
        ),
        migrations.RemoveField(
            model_name='score',
            name='attempts',
        ),
        migrations.RemoveField(
            model_name='score',
            name='claimed_at',
        ),
        migrations.RemoveField(
            model_name='score',
            name='next_attempt_at',
        ),
        migrations.AlterField(
            model_name='score',
            name='status',
            field=models.CharField(choices=[('pending', 'pending'), ('scored', 'scored'), ('insufficient_evidence', 'insufficient_evidence'), ('not_asked', 'not_asked'), ('technical_failure', 'technical_failure')], default='pending', max_length=30),
        ),
    ]
