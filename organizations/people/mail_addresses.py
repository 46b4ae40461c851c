"""Why a mail address cannot be used, said plainly. Mail goes out by SMTP without SMTPUTF8, so its letters are ASCII."""

from django import forms
from django.core.exceptions import ValidationError

NOT_ASCII = "Mail can only be sent to addresses whose part before the @ has plain letters (a to z), digits and signs."


def refuse_unsendable(address: str) -> None:
    """The part behind the @ may be of any script: it is sent as xn--. Raises ValidationError."""
    if not str(address).rpartition("@")[0].isascii():
        raise ValidationError(NOT_ASCII, code="not_ascii")


class MailField(forms.EmailField):
    """This reason comes before the general one, and alone."""

    def run_validators(self, value: str) -> None:
        refuse_unsendable(value)
        super().run_validators(value)
