from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from organizations.models import LocalMail
from organizations.people import inbox

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
SHOWN = 100


def only_local(view: View[P]) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not inbox.is_used():
            raise Http404
        if not inbox.may_read(request):
            raise PermissionDenied("The local inbox can only be read on the machine that InterviewAI runs on.")
        return view(request, *args, **kwargs)

    return guarded


@only_local
@never_cache
@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    return render(request, "organizations/inbox.html", {"mails": list(LocalMail.objects.all()[:SHOWN])})


@only_local
@never_cache
@require_safe
def mail(request: HttpRequest, mail_id: str) -> HttpResponse:
    return render(request, "organizations/mail.html", {"mail": get_object_or_404(LocalMail, pk=mail_id)})
