"""What the rest of the product hears of a job."""

from django.dispatch import Signal

questions_ready = Signal()
"""Sent inside the transaction that stores generated questions, with `job`. Receivers write rows."""
