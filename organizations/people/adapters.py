"""What allauth leaves to the product."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from django.contrib import messages

logger = logging.getLogger(__name__)

USER_PREFIX = "usr_"  # of a user's id


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is down must not make an error page of a saved sign-up: a mail can be asked for again."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:
            logger.error("mail.failed", extra={"mail": template_prefix, "error": type(error).__name__})
            messages.error(current.request, "The mail could not be sent just now. Please try again in a few minutes.")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address that allauth gives to a reset takes letters and digits alone for the user, so no `usr_`."""
        url: str = super().get_reset_password_from_key_url(key.removeprefix(USER_PREFIX))
        return url
