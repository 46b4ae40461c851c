"""Times as everybody outside reads them."""

from datetime import UTC, datetime


def iso(moment: datetime) -> str:
    """UTC, milliseconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
