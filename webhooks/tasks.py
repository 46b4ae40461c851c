"""The kinds of work that webhooks make owed."""

from organizations.owed_work.kinds import register, register_batches
from webhooks import owed_work
from webhooks.delivery import claims, dispatch, listing, loading
from webhooks.endpoints import alerts

register_batches(
    owed_work.DELIVER,
    queue=claims.QUEUE,
    loop=dispatch.deliver_due,
    last_step=loading.give_up,
    outstanding=listing.pending,
    tries=claims.LEASES_MAX,
)
register(
    "alert_owners",
    queue="mail",
    run=alerts.send_owed,
    last_step=alerts.leave_for_later,
    outstanding=alerts.unsent,
    tries=3,
)
