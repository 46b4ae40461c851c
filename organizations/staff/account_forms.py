"""allauth's forms in the product's words; signing up asks for an organization or joins one."""

from typing import Any
from urllib.parse import urlencode

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.account.fields import EmailField
from allauth.core import context
from django import forms
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from interviewai.kernel.errors import DomainError, Gone
from organizations.models import Invitation, User
from organizations.people import invitations
from organizations.people.adapters import USER_PREFIX
from organizations.people.mail_addresses import MailField
from organizations.staff.forms import NameField

HINT = "At least 8 characters: a phrase is better than a word. Common passwords are refused."
LABELS = {
    "login": "Email address",
    "email": "Email address",
    "oldpassword": "Current password",
    "password1": "New password",
    "password2": "New password, once more",
}


class Wording(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
        if "password1" in self.fields:
            self.fields["password1"].help_text = HINT


class AddressField(MailField, EmailField):  # type: ignore[misc]
    pass


class TakesAddress(Wording):
    """Of what mail is sent to."""

    email = AddressField()


class LoginForm(Wording, allauth.LoginForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(Wording, allauth.ReauthenticateForm):  # type: ignore[misc]
    pass


class ResetPasswordForm(TakesAddress, allauth.ResetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordKeyForm(Wording, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(Wording, allauth.ChangePasswordForm):  # type: ignore[misc]
    pass


class AddEmailForm(TakesAddress, allauth.AddEmailForm):  # type: ignore[misc]
    pass


class UserTokenForm(allauth.UserTokenForm):  # type: ignore[misc]
    """Of a password's reset link; see `AccountAdapter.get_reset_password_from_key_url`."""

    def _get_user(self, uidb36: str) -> User | None:
        user: User | None = super()._get_user(USER_PREFIX + uidb36)
        return user


class SignupForm(TakesAddress, allauth.SignupForm):  # type: ignore[misc]
    """Creates the user, who gets the new organization when the address is confirmed; with an invitation's token, as a
    member of the inviting one."""

    organization_name = NameField(label="Organization", help_text="The name that colleagues and candidates see.")
    invitation_token = forms.CharField(required=False, widget=forms.HiddenInput, max_length=100)
    field_order = ("organization_name", "email", "password1", "invitation_token")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        token = self.data.get("invitation_token") or context.request.GET.get("invitation", "")
        self.invitation = open_invitation(token)
        self.fields["password1"].label = "Password"
        if self.invitation:
            self.join(self.invitation, token)

    def join(self, invitation: Invitation, token: str) -> None:
        del self.fields["organization_name"]
        self.fields["email"].disabled = True
        self.initial = {**self.initial, "email": invitation.email, "invitation_token": token}
        here = reverse("organizations:accept_invitation", args=[token])
        self.login_url = f"{reverse('account_login')}?{urlencode({'next': here})}"

    def clean(self) -> dict[str, Any]:
        if self.data.get("invitation_token") and not self.invitation:
            raise forms.ValidationError("This invitation is no longer open. Ask for a new one.")
        cleaned = super().clean() or {}
        if self.invitation and self.account_already_exists:
            self.add_error("email", "This address has an account already: log in and join below.")
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])  # A known address is answered no sooner than an unknown one.
        try:
            with transaction.atomic():
                saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        except Gone as error:
            return None, render(request, "410.html", {"message": error.message}, status=error.status)
        return saved

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        if self.invitation:
            invitations.accept(self.invitation, user)
            get_adapter(request).stash_verified_email(request, self.invitation.email)
        else:
            user.requested_organization = self.cleaned_data["organization_name"]
            user.save(update_fields=["requested_organization"])


def open_invitation(token: str) -> Invitation | None:
    try:
        return invitations.find(token) if token else None
    except DomainError:
        return None
