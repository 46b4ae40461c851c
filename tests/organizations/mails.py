"""Reading the local inbox as a person does: over HTTP, from this machine."""

import re
from html import unescape

from django.test import Client

from organizations.models import LocalMail


def newest_mail_to(address: str) -> str:
    """The page of the newest mail to the address."""
    mail = LocalMail.objects.filter(to=address).first()
    assert mail is not None, "no mail came to this address"
    page = Client(headers={"host": "localhost"}).get(f"/inbox/{mail.pk}/")
    assert page.status_code == 200
    return page.content.decode()


def link_in(page: str, part: str) -> str:
    """The path of the link in a mail whose address has the part in it."""
    links = [unescape(link) for link in re.findall(r'href="(http[^"]+)"', page)]
    [found] = [link for link in links if part in link]
    return "/" + found.split("/", 3)[3]
