"""What a recruiter types to invite candidates, and the filter of the list of interviews."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, ProhibitNullCharactersValidator

from interviews.models import Interview
from jobs.livemode import ModeField
from jobs.models import JobDescription
from organizations.people.mail_addresses import refuse_unsendable
from providers.text.invisible import strip_invisible

CANDIDATES_MAX = 100
NAME_MAX = 200
EMAIL_MAX = 254
EXPIRY_DAYS = {1: "1 day", 3: "3 days", 7: "1 week", 14: "2 weeks", 30: "30 days", 90: "90 days"}
LINE = re.compile(r"(?P<name>[^<>]*)(?:<(?P<email>[^<>]*)>)?")


JOINERS = "\u200c\u200d\ufe0f"
NAME_INVISIBLE = "the name has no character that can be seen."


def person_name(text: str) -> str:
    """One line without control, bidi and other invisible characters. Empty when nothing of it can be seen.

    What joins letters and emoji stays: without it some names are spelled wrong.
    """
    name = " ".join("".join(c for c in text if c in JOINERS or strip_invisible(c)).split())
    return name if any(unicodedata.category(character)[0] in "LNPS" for character in name) else ""


@dataclass(frozen=True)
class Invited:
    name: str
    email: str


def read_line(text: str) -> Invited:
    """`Name <email address>`, the address may be left out. Raises ValidationError with what is wrong."""
    match = LINE.fullmatch(text)
    if not match:
        raise ValidationError("write it as Name <email address>.")
    name, email = person_name(match["name"]), (match["email"] or "").strip()
    if match["name"].strip() and not name:
        raise ValidationError(NAME_INVISIBLE)
    if not name or "@" in name:
        raise ValidationError("the name is missing. Write it as Name <email address>.")
    if len(name) > NAME_MAX:
        raise ValidationError(f"the name has {len(name):,} characters; at most {NAME_MAX} are possible.")
    if match["email"] is not None:
        refuse_unsendable(email)
        EmailValidator("this is not an email address.")(email)
    if len(email) > EMAIL_MAX:
        raise ValidationError(f"the email address is longer than {EMAIL_MAX} characters.")
    return Invited(name, email)


class CandidatesField(forms.CharField):
    """Cleans to a list of Invited. All lines must be right; each error names its line."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[Invited]:
        text = super().clean(value)
        lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        if len(lines) > CANDIDATES_MAX:
            raise ValidationError(f"At most {CANDIDATES_MAX} candidates at once; these are {len(lines)}.")
        invited: dict[int, Invited] = {}
        wrong: dict[int, str] = {}
        for number, line in lines:
            try:
                invited[number] = read_line(line)
            except ValidationError as error:
                wrong[number] = error.messages[0]
        wrong |= repeats(invited)
        if wrong:
            raise ValidationError([f"Line {number}: {wrong[number]}" for number in sorted(wrong)])
        return list(invited.values())


def repeats(invited: dict[int, Invited]) -> Iterator[tuple[int, str]]:
    first: dict[str, int] = {}
    for number, candidate in invited.items():
        earlier = first.setdefault(candidate.email.lower(), number) if candidate.email else number
        if earlier != number:
            yield number, f"this email address stands in line {earlier} already."


class JobField(forms.ModelChoiceField[JobDescription]):
    def to_python(self, value: Any) -> JobDescription | None:
        ProhibitNullCharactersValidator()(value)  # Postgres refuses to compare with such text.
        return super().to_python(value)

    def label_from_instance(self, obj: JobDescription) -> str:
        return obj.title if obj.livemode else f"{obj.title} (test)"


class InviteForm(forms.Form):
    job = JobField(
        queryset=JobDescription.objects.filter(archived_at=None, livemode=True).order_by("title"),
        empty_label="Choose a job",
        error_messages={"invalid_choice": "This job is archived or gone."},
    )
    candidates = CandidatesField(
        help_text=(
            "One per line: Name &lt;email address&gt;. The address is optional: no mail is sent, you send the links "
            "yourself."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    expires_in_days = forms.TypedChoiceField(
        label="The links work for", choices=list(EXPIRY_DAYS.items()), coerce=int, initial=14
    )
    submission = forms.CharField(widget=forms.HiddenInput, max_length=40)

    @property
    def expires_in(self) -> timedelta:
        return timedelta(days=self.cleaned_data["expires_in_days"])


class ListFilter(forms.Form):
    """Nonsense in the address filters nothing."""

    q = forms.CharField(max_length=NAME_MAX, required=False)
    job = JobField(queryset=JobDescription.objects.order_by("title"), required=False, empty_label="All jobs")
    status = forms.ChoiceField(
        choices=[("", "Any status"), *((value, label.capitalize()) for value, label in Interview.Status.choices)],
        required=False,
    )
    mode = ModeField()
