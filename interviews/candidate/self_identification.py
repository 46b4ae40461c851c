"""The candidate says, or does not say, which categories of an audit they belong to. Kept sealed, and never read back:

whoever else has the link, a recruiter for one, learns only that there is an answer.
"""

from django import forms
from django.db.models import QuerySet

from interviews.models import Interview, SelfIdentification
from interviews.self_identification import RACES_AND_ETHNICITIES, SEXES, Identification
from organizations.sealing import seal
from organizations.tenancy import current_organization

NOT_SAID = ("", "I prefer not to say")
UNKNOWN = {"invalid_choice": "Please choose one of these."}


class IdentificationForm(forms.Form):
    sex = forms.ChoiceField(
        label="Sex",
        choices=[*SEXES.items(), NOT_SAID],
        widget=forms.RadioSelect,
        required=False,
        error_messages=UNKNOWN,
    )
    race_ethnicity = forms.ChoiceField(
        label="Race or ethnicity",
        choices=[*RACES_AND_ETHNICITIES.items(), NOT_SAID],
        widget=forms.RadioSelect,
        required=False,
        error_messages=UNKNOWN,
        help_text="Hispanic or Latino means of any race; the others mean not Hispanic or Latino.",
    )

    @property
    def identification(self) -> Identification:
        return Identification(**self.cleaned_data)


def is_asked(interview: Interview) -> bool:
    """Once it is over, where the organization asks; who was asked before may take back what they said."""
    if not interview.is_over:
        return False
    return current_organization().asks_self_identification or has_answered(interview) is not None


def has_answered(interview: Interview) -> bool | None:
    """None: nothing was sent. False: what was sent last said nothing."""
    sealed = _rows(interview).values_list("sealed", flat=True).first()
    return None if sealed is None else bool(sealed)


def keep(interview: Interview, said: Identification) -> None:
    """In the place of what was said before. Nothing said is kept as nothing."""
    sealed = seal(said.to_text()) if said else ""
    SelfIdentification.objects.update_or_create(interview_id=interview.id, defaults={"sealed": sealed})


def _rows(interview: Interview) -> QuerySet[SelfIdentification]:
    return SelfIdentification.objects.filter(interview_id=interview.id)
