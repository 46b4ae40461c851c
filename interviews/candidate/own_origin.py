"""Pages of other hosts open no socket here. Whoever is no browser sends no Origin, and needs the link all the same."""

from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host

from interviews.candidate.bounded_sockets import Application, Event, Receive, Send

DENIER: Application = WebsocketDenier.as_asgi()


class OwnOrigin:
    """Channels' own validator takes no socket without an Origin, does not look at Host, and fails at odd addresses."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Event, receive: Receive, send: Send) -> None:
        told = {name: value.decode("latin1") for name, value in scope["headers"]}
        origin, host = told.get(b"origin"), told.get(b"host")
        if (origin is None or is_ours(host_of(origin))) and (host is None or is_ours(host)):
            await self.application(scope, receive, send)
        else:
            await DENIER(scope, receive, send)


def host_of(origin: str) -> str:
    """Empty for what is no address of a page: `null`, a file, half an address."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def is_ours(host: str) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
