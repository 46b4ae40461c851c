from django.db import migrations, models

# The index that webhooks had of their own, in an app that is no more: an installation of before has its table, a new
# one never had it. Leases go on until they run out, so that what is being sent is not sent by others meanwhile.
MOVE = """
DO $$ BEGIN
    IF to_regclass('public.outbox_duedelivery') IS NOT NULL THEN
        INSERT INTO public.owed_work (organization_id, kind, row_id, stream, queue, due_at, ready,
                                      lease_until, lease_token, tries, revision)
        SELECT organization_id, 'deliver_webhook', delivery_id, endpoint_id, 'webhooks', next_attempt_at, false,
               lease_until, lease_token, least(leases, 20), 0
          FROM public.outbox_duedelivery
        ON CONFLICT DO NOTHING;
        DROP TABLE public.outbox_duedelivery;
    END IF;
END $$
"""


class Migration(migrations.Migration):
    breaking_on_purpose = "Deliveries stand in the index of owed work; the version before asks for its own one."

    dependencies = [("owed_work", "0001_initial")]

    operations = [
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="owedwork",
            name="stream",
            field=models.CharField(
                blank=True, help_text="The interview or endpoint whose work this is, if it is one's.", max_length=40
            ),
        ),
    ]
