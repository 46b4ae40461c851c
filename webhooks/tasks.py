"""Background work of webhooks. A task calls one function; the rows in the database say what is still to do."""

from celery import shared_task

from organizations.owed_work.kinds import register
from webhooks.delivery import dispatch
from webhooks.endpoints import alerts

EXPIRES_S = 60  # A hint that waited longer is overtaken by the beat's next one.


@shared_task(name="webhooks.tasks.deliver_due", acks_late=True, reject_on_worker_lost=True, expires=EXPIRES_S)
def deliver_due() -> None:
    """For all organizations at once: what is due stands in the public schema."""
    dispatch.deliver_due()


register(
    "alert_owners",
    queue="mail",
    run=alerts.send_owed,
    last_step=alerts.leave_for_later,
    outstanding=alerts.unsent,
    tries=3,
)
