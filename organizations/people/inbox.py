"""Mail without a mail server: it is kept in the database and shown at /inbox/, to people at this very machine only.

Whoever reads it can take over any account. So there is an inbox only where the settings say that nobody else uses the
product; nothing that a request says can open it. As a second line a request must come from loopback, name a loopback
host (no foreign page can reach it by rebinding a name) and carry no sign of a proxy.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.http import HttpRequest
from django.http.request import split_domain_port

from interviewai.kernel.hosts import is_loopback
from organizations.models import LocalMail
from organizations.tenancy import shared_schema

KEPT = 500
PROXY_HEADERS = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")


class LocalInboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        mails = [
            LocalMail(to=", ".join(message.recipients()), subject=str(message.subject), body_text=str(message.body))
            for message in email_messages
        ]
        with shared_schema():
            LocalMail.objects.bulk_create(mails)
            newest = LocalMail.objects.order_by("-created_at", "-id").values("id")[:KEPT]
            LocalMail.objects.exclude(id__in=newest).delete()
        return len(mails)


def is_used() -> bool:
    return is_local() and not settings.EMAIL_URL


def is_local() -> bool:
    """Whether the product is for this machine alone: no other one could follow its links, and no proxy leads here."""
    return not settings.BEHIND_PROXY and is_loopback(urlsplit(settings.PUBLIC_URL).hostname or "")


def may_read(request: HttpRequest) -> bool:
    host, _ = split_domain_port(request.get_host())
    proxied = any(header in request.headers for header in PROXY_HEADERS)
    return not proxied and is_loopback(request.META.get("REMOTE_ADDR", "")) and is_loopback(host)
