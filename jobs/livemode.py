"""Live data and test data do not mix: a list shows one of them."""

from collections.abc import Mapping
from typing import Any

from django import forms

TEST = "test"


class ModeField(forms.ChoiceField):
    def __init__(self) -> None:
        super().__init__(label="Data", choices=[("", "Live data"), (TEST, "Test data")], required=False)


def livemode(wanted: Mapping[str, Any]) -> bool:
    """What a filter with a `mode` asks for; live data unless it is said."""
    return wanted.get("mode") != TEST
