"""HTTP goes to Django, a candidate's WebSocket to the interview's consumer."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interviewai.settings")

import django

django.setup(set_prefix=False)

from channels.routing import ProtocolTypeRouter, URLRouter

from interviewai.one_hop import OneHop
from interviews.candidate.bounded_sockets import BoundedSockets
from interviews.candidate.own_origin import OwnOrigin
from interviews.candidate.urls import websocket_urlpatterns

http = OneHop()
routes = URLRouter(websocket_urlpatterns)  # type: ignore[arg-type]  # routes of `path`, as Channels documents it
sockets = OwnOrigin(BoundedSockets(routes))
application = ProtocolTypeRouter({"http": http, "websocket": sockets})
