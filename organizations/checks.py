"""What `manage.py check --deploy` says of secrets and mail, where others than this machine's people use it."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register

from organizations.people.inbox import is_local

# A secret that has a name of its own -> what whoever learns SECRET_KEY could do without it.
FALLS_BACK = {
    "ENCRYPTION_KEYS": "read what is sealed",
    "API_KEY_PEPPER": "try out stolen hashes of API keys",
    "DATABASE_APP_URL": "log in to the database, and each process holds the login of its owner",
}


@register(Tags.security, deploy=True)
def secrets_have_names_of_their_own(app_configs: "Sequence[AppConfig] | None", **_options: Any) -> list[CheckMessage]:
    return [] if is_local() else [fallback(name, loss) for name, loss in FALLS_BACK.items() if falls_back(name)]


@register(deploy=True)
def mail_is_sent(app_configs: "Sequence[AppConfig] | None", **_options: Any) -> list[CheckMessage]:
    if is_local() or settings.EMAIL_URL:
        return []
    return [
        checks.Warning(
            "EMAIL_URL is not set: nobody gets any mail, and there is no local inbox here.", id="interviewai.W2"
        )
    ]


def falls_back(name: str) -> bool:
    return getattr(settings, name) in ("", settings.SECRET_KEY, [settings.SECRET_KEY])


def fallback(name: str, loss: str) -> CheckMessage:
    return checks.Warning(
        f"{name} is not set and follows from SECRET_KEY: whoever learns that one can also {loss}.", id="interviewai.W1"
    )
