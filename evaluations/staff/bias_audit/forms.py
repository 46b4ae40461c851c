"""Of which interviews an audit is asked for."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from evaluations.bias_audit.audit import Choice, engines
from interviews.staff.forms import JobField
from jobs.models import JobDescription

A_YEAR = timedelta(days=365)
ALL_ENGINES = ("", "All engines")


def day_field(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}))


class AuditForm(forms.Form):
    first_day = day_field("Completed from")
    last_day = day_field("Completed until")
    job = JobField(
        queryset=JobDescription.objects.filter(livemode=True).order_by("title"), required=False, empty_label="All jobs"
    )
    engine = forms.ChoiceField(label="Engine", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["engine"].choices = [ALL_ENGINES, *((each, each) for each in engines())]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and first > last:
            self.add_error("last_day", "This day is before the first one.")
        return cleaned

    @property
    def choice(self) -> Choice:
        return Choice(**self.cleaned_data)


def usual() -> dict[str, date]:
    """The last twelve months, as the law asks for an audit each year."""
    today = timezone.now().date()
    return {"first_day": today - A_YEAR, "last_day": today}
