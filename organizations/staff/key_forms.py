"""What an owner chooses for a new API key, in plain words."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django import forms
from django.utils import timezone

from organizations.platform_api.keys import Scope
from organizations.staff.forms import LiveOrTestField, NameField, described

# What a key with this scope may do, and what an owner should know before giving it.
WORDS: Mapping[Scope, tuple[str, str]] = {
    Scope.INTERVIEWS_READ: ("See interviews", "Who was invited, and how far they are."),
    Scope.INTERVIEWS_WRITE: ("Schedule and cancel interviews", "Also sends invitations by mail."),
    Scope.RESULTS_READ: ("Read results", "Scores, transcripts and recordings."),
    Scope.JOBS_READ: ("See jobs", "Job descriptions and their questions."),
    Scope.JOBS_WRITE: ("Create and change jobs", "Also has questions generated."),
    Scope.WEBHOOKS_READ: ("See webhooks", "Endpoints and deliveries, and events with the results in them."),
    Scope.WEBHOOKS_WRITE: ("Change webhooks", "Where events go, signing secrets, sending again."),
    Scope.USAGE_READ: ("See usage", "How much was used, and what it cost."),
}
TERMS = {"": "No end", "30": "30 days", "90": "90 days", "365": "1 year"}


class ApiKeyForm(forms.Form):
    name = NameField(label="Name", help_text="What uses it, so that you know later which one to revoke.")
    mode = LiveOrTestField(
        live="Real interviews with real candidates.", test="The same, kept apart: for building and trying."
    )
    scopes = forms.MultipleChoiceField(
        label="What it may do",
        choices=[(scope.value, described(*words)) for scope, words in WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
        initial=[scope.value for scope in Scope],
        error_messages={"required": "Choose at least one thing that the key may do."},
    )
    term = forms.ChoiceField(label="Works for", choices=list(TERMS.items()), required=False)
    submission = forms.CharField(widget=forms.HiddenInput, max_length=40)

    @property
    def expires_at(self) -> datetime | None:
        days = self.cleaned_data["term"]
        return timezone.now() + timedelta(days=int(days)) if days else None
