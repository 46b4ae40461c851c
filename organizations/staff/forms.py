import unicodedata
from typing import Any

from django import forms
from django.utils.html import format_html

from organizations.models import Organization, Role
from organizations.people.mail_addresses import MailField

NAME_LENGTH = 100


def described(title: str, hint: str) -> str:
    """The label of a choice, with what it means below."""
    return format_html('{}<span class="field__hint">{}</span>', title, hint)


class LiveOrTestField(forms.ChoiceField):
    """`live` or `test`, with what each of them means here."""

    def __init__(self, *, live: str, test: str) -> None:
        choices = [("live", described("Live", live)), ("test", described("Test", test))]
        super().__init__(label="Mode", choices=choices, widget=forms.RadioSelect, initial="live")


class NameField(forms.CharField):
    """One line that can be seen: any script and emoji, runs of white space as one space."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": NAME_LENGTH} | kwargs)

    def clean(self, value: Any) -> str:
        name: str = super().clean(" ".join(str(value or "").split()))
        if name and not any(unicodedata.category(character)[0] in "LNPS" for character in name):
            raise forms.ValidationError("Please write a name that can be seen.")
        return name


class OrganizationForm(forms.ModelForm[Organization]):
    name = NameField(label="Name")

    class Meta:
        model = Organization
        fields = ("name",)


class SettingsForm(forms.ModelForm[Organization]):
    name = NameField(label="Name")

    class Meta:
        model = Organization
        fields = ("name", "asks_self_identification")
        help_texts = {
            "asks_self_identification": "For bias audits, as Local Law 144 of New York City asks for. They answer "
            "if they wish. What they say is kept sealed, and only counted, in the bias audit on Results."
        }


class InvitationForm(forms.Form):
    email = MailField(label="Email address", max_length=254)
    role = forms.ChoiceField(label="Role", choices=Role.choices, initial=Role.RECRUITER)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label="Role", choices=Role.choices)
