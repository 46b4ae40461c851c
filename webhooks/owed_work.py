"""Makes work of webhooks owed, by name: the code that knows of work need not import the code that does it.

Inside the transaction of the change. What does it stands in `tasks`.
"""

from collections.abc import Iterable, Mapping

from organizations.owed_work.owing import owe_all, waive

DELIVER = "deliver_webhook"


def deliver(deliveries: Mapping[str, str]) -> None:
    """Delivery -> endpoint: as soon as there is room. While a delivery is pending, it is owed."""
    owe_all(DELIVER, deliveries)


def deliver_no_more(delivery_ids: Iterable[str]) -> None:
    waive(DELIVER, delivery_ids)
