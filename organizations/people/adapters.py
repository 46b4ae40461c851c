"""What allauth leaves to the product."""

import logging
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as current
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from organizations.models import User
from organizations.onboarding import make_requested_organization
from organizations.people import devices

logger = logging.getLogger(__name__)

USER_PREFIX = "usr_"  # of a user's id
NOT_SENT = "The mail could not be sent just now. If you wait for it, please try again in a few minutes."


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is down must not make an error page of a saved sign-up: a mail can be asked for again."""
        try:
            super().send_mail(template_prefix, email, with_public_links(context))
        except OSError as error:
            logger.error("mail.failed", extra={"mail": template_prefix, "error": type(error).__name__})
            messages.error(current.request, NOT_SENT)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Together with what waits for it, so that a link whose organization could not be made works once more."""
        with transaction.atomic():
            confirmed: bool = super().confirm_email(request, email_address)
            if confirmed:
                make_requested_organization(email_address.user)
        return confirmed

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Of what was changed in an account, with the way out for a person who did not do it."""
        way_out = {"password_reset_url": reverse("account_reset_password")}
        super().send_notification_mail(template_prefix, user, way_out | (context or {}), email)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address that allauth gives to a reset takes letters and digits alone for the user, so no `usr_`."""
        url: str = super().get_reset_password_from_key_url(key.removeprefix(USER_PREFIX))
        return url

    def is_safe_url(self, url: str) -> bool:
        """Where a `next` may lead: to a path here. allauth's own rule takes each of ALLOWED_HOSTS for ours."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **options)
        devices.remember(request, response, user.email)
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """allauth's own counts by the host that the request names too, and knows no devices."""
        return devices.attempts_key(request, credentials.get("email", "").lower())


def with_public_links(context: dict[str, Any]) -> dict[str, Any]:
    """allauth's links begin with the host that the request names, which is whatever its sender wrote."""
    return {name: at_public_url(value) if name.endswith("_url") else value for name, value in context.items()}


def at_public_url(url: str) -> str:
    return settings.PUBLIC_URL + urlunsplit(urlsplit(url)._replace(scheme="", netloc=""))
