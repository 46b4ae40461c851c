"""The candidate's addresses, below /i/<token>/ and /ws/i/<token>."""

from django.urls import path

from interviews.candidate import views as candidate_views
from interviews.candidate.consumers import InterviewConsumer

app_name = "candidate"

urlpatterns = [
    path("", candidate_views.welcome, name="welcome"),
    path("check", candidate_views.check, name="check"),
    path("room", candidate_views.room, name="room"),
    path("end", candidate_views.end, name="end"),
    path("live/message", candidate_views.live_message, name="live_message"),
    path("live/segment", candidate_views.live_segment, name="live_segment"),
    path("live/snapshot", candidate_views.live_snapshot, name="live_snapshot"),
    path("speech/ack/<int:number>", candidate_views.acknowledgement, name="acknowledgement"),
    path("speech/<str:turn_id>/<int:index>", candidate_views.speech, name="speech"),
    path("<path:rest>", candidate_views.astray, name="astray"),
]

websocket_urlpatterns = [path("ws/i/<str:token>", InterviewConsumer.as_asgi())]  # type: ignore[arg-type]  # as Channels documents it
