from django.db import migrations, models


class Migration(migrations.Migration):
    breaking_on_purpose = "Claims stand in the index of owed work; the version before cannot work beside this one."

    dependencies = [
        ('interviews', '0008_bounded_completion'),
    ]

    operations = [
        migrations.RunSQL("UPDATE interviews_turn SET status = 'answered' WHERE status = 'deciding'", migrations.RunSQL.noop),
        migrations.RemoveIndex(
            model_name='invitationmail',
            name='invitation_mails_due',
        ),
        migrations.RemoveIndex(
            model_name='segment',
            name='segments_to_transcribe',
        ),
        migrations.RemoveIndex(
            model_name='turn',
            name='turns_to_take',
        ),
        migrations.RemoveField(
            model_name='interview',
            name='completion_attempts',
        ),
        migrations.RemoveField(
            model_name='interview',
            name='completion_claimed_at',
        ),
        migrations.RemoveField(
            model_name='invitationmail',
            name='attempts',
        ),
        migrations.RemoveField(
            model_name='invitationmail',
            name='claimed_at',
        ),
        migrations.RemoveField(
            model_name='invitationmail',
            name='next_attempt_at',
        ),
        migrations.RemoveField(
            model_name='sandboxrun',
            name='claimed_at',
        ),
        migrations.RemoveField(
            model_name='segment',
            name='attempts',
        ),
        migrations.RemoveField(
            model_name='segment',
            name='claimed_at',
        ),
        migrations.RemoveField(
            model_name='turn',
            name='attempts',
        ),
        migrations.RemoveField(
            model_name='turn',
            name='claimed_at',
        ),
        migrations.RemoveField(
            model_name='turn',
            name='speech_attempts',
        ),
        migrations.AlterField(
            model_name='turn',
            name='status',
            field=models.CharField(choices=[('asked', 'Asked'), ('answered', 'Answered'), ('done', 'Done')], default='asked', max_length=10),
        ),
    ]
