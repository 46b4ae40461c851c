"""HTTP goes to Django, a candidate's WebSocket to the interview's consumer."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interviewai.settings")

from django.core.asgi import get_asgi_application

http = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter

from interviews.urls import websocket_urlpatterns

sockets = URLRouter(websocket_urlpatterns)  # type: ignore[arg-type]  # routes of `path`, as Channels documents it
application = ProtocolTypeRouter({"http": http, "websocket": sockets})
