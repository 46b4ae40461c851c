"""Background work of webhooks. A task calls one function; the rows in the database say what is still to do."""

from organizations.tasks import SWEEP_EXPIRES_S, QueuedTask, register, sweep_task
from webhooks.delivery import dispatch
from webhooks.endpoints import alerts


def run_deliver_due() -> None:
    """For all organizations at once: what is due stands in the public schema."""
    dispatch.deliver_due()


deliver_due = register(
    run_deliver_due, name="webhooks.tasks.deliver_due", base=QueuedTask, work_queue="webhooks", expires=SWEEP_EXPIRES_S
)


@sweep_task(queue="webhooks")
def send_alerts() -> None:
    alerts.send_owed()
