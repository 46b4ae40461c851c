"""Mail without a mail server: it is kept in the database and shown at /inbox/, to people at this very machine only.

Whoever reads it can take over any account, so a request must come from loopback, name a loopback host (no foreign
page can reach it by rebinding a name) and carry no sign of a proxy, which would make everybody look local.
"""

import ipaddress
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.http import HttpRequest
from django.http.request import split_domain_port

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
    return not settings.EMAIL_URL


def may_read(request: HttpRequest) -> bool:
    host, _ = split_domain_port(request.get_host())
    proxied = any(header in request.headers for header in PROXY_HEADERS)
    return not proxied and is_loopback(request.META.get("REMOTE_ADDR", "")) and is_loopback(host.strip("[]"))


def is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
