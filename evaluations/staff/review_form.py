"""What a person enters about a score that is held."""

from decimal import Decimal
from typing import Any

from django import forms

from evaluations.models import Score
from evaluations.reviewing import Decision
from evaluations.rubric import Outcome

NOTE_MAX_CHARS = 500
REVISION_MAX = 2**31 - 1
CHOICES = [
    (Outcome.CONFIRMED, "The judge's number is right"),
    (Outcome.CHANGED, "It deserves another number"),
    (Outcome.SET_ASIDE, "Set it aside: it gets no number"),
]


class ReviewForm(forms.Form):
    outcome = forms.ChoiceField(label="Your decision", choices=CHOICES, widget=forms.RadioSelect)
    score = forms.DecimalField(
        label="Another number", help_text="0 to 10.", min_value=0, max_value=10, decimal_places=1, required=False
    )
    note = forms.CharField(
        label="Why",
        help_text="Needed unless you confirm.",
        max_length=NOTE_MAX_CHARS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    revision = forms.IntegerField(min_value=1, max_value=REVISION_MAX, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or {}
        outcome = entered.get("outcome")
        if "revision" in self.errors:
            self.add_error(None, "This page is out of date. Please open the report again.")
        if outcome == Outcome.CHANGED and entered.get("score") is None and "score" not in self.errors:
            self.add_error("score", "Enter the number that it deserves.")
        if outcome in (Outcome.CHANGED, Outcome.SET_ASIDE) and not entered.get("note") and "note" not in self.errors:
            self.add_error("note", "Say why.")
        return entered

    def decision(self, by_id: str) -> Decision:
        entered = self.cleaned_data
        outcome = Outcome(entered["outcome"])
        score: Decimal | None = entered["score"] if outcome == Outcome.CHANGED else None
        return Decision(outcome, score, entered["note"], by_id)


def empty_form(score: Score, revision: int) -> ReviewForm:
    return ReviewForm(initial={"revision": revision}, auto_id=automatic_id(score))


def automatic_id(score: Score) -> str:
    """Several forms stand on one page."""
    return f"{score.id}-%s"
