"""The candidate's pages, and the live steps over plain HTTP for those whose WebSockets are blocked."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interviewai.kernel.errors import DomainError, Gone, NotFound, NotReady
from interviews import access, lifecycle, protocol
from interviews.candidate import live
from interviews.candidate.beginning import NotToday, refuse_on_a_spent_day
from interviews.candidate.message_rate import TooManyMessages, refuse_too_many
from interviews.candidate.self_identification import IdentificationForm, has_answered, is_asked, keep
from interviews.candidate.snapshot import load, snapshot
from interviews.conversation import phrases, speech_cache
from interviews.models import Interview
from organizations.tenancy import candidate_schema, current_organization

PREPARING_REFRESH_S = 5
STUCK = re.compile(r"[\W_]+")
STUCK_AROUND = re.compile(r"^[\W_]+|(?<![\W_])[\W_]+$")

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Interview, str, P], HttpResponse]


def with_link(view: View[P]) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """Opens the link's interview, enters its organization's schema as its candidate, and calls the view in there."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            found = access.find(token)
        except (NotFound, Gone) as error:
            return _to_the_link_within(request, token) or _refusal(request, error)
        with candidate_schema(found.organization, found.interview_id):
            response = view(request, load(found.interview_id), token, *args, **kwargs)
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return cast("Callable[Concatenate[HttpRequest, str, P], HttpResponse]", opened)


@with_link
def welcome(request: HttpRequest, interview: Interview, token: str) -> HttpResponse:
    try:
        refuse_on_a_spent_day(interview)
    except NotToday as later:
        status = later.status if request.method == "POST" else 200
        return _page(request, "welcome", interview, token, not_today=later.message, status=status)
    if request.method == "POST" and request.POST.get("consent"):
        lifecycle.consent(interview)
        return HttpResponseRedirect(reverse("candidate:check", args=[token]))
    missing = request.method == "POST"
    return _page(request, "welcome", interview, token, consent_missing=missing, status=422 if missing else 200)


@require_safe
@with_link
def astray(request: HttpRequest, interview: Interview, token: str, rest: str) -> HttpResponse:
    """A good link with signs stuck behind it, as mail programs do: the first page. Anything else is nowhere."""
    if STUCK.fullmatch(rest):
        return HttpResponseRedirect(reverse("candidate:welcome", args=[token]))
    raise Http404


@require_safe
@with_link
def check(request: HttpRequest, interview: Interview, token: str) -> HttpResponse:
    return _page_after_consent(request, "check", interview, token)


@require_safe
@with_link
def room(request: HttpRequest, interview: Interview, token: str) -> HttpResponse:
    return _page_after_consent(request, "room", interview, token)


@require_http_methods(["GET", "HEAD", "POST"])
@with_link
def end(request: HttpRequest, interview: Interview, token: str) -> HttpResponse:
    """Also takes what the candidate says of themselves, if they wish to."""
    form = IdentificationForm(request.POST if request.method == "POST" else None)
    asked = is_asked(interview)
    if form.is_valid():
        if asked:
            keep(interview, form.identification)
        return HttpResponseRedirect(reverse("candidate:end", args=[token]) + "#about-you")
    url = interview.redirect_url
    shown = {
        "redirect_url": url,
        "redirect_host": urlsplit(url).hostname,
        "form": form if asked else None,
        "answered": has_answered(interview) if asked else None,
        "link_hours": settings.LINK_HOURS_AFTER_END,
    }
    return _page(request, "end", interview, token, status=422 if form.is_bound else 200, **shown)


@csrf_exempt  # The link itself is the permission, and no cookie takes part.
@require_POST
@with_link
def live_message(request: HttpRequest, interview: Interview, token: str) -> HttpResponse:
    try:
        message = protocol.read_message(_body(request).decode("utf-8", "replace"))
        messages = live.handle(interview.id, token, message)
    except DomainError as error:
        return JsonResponse({"messages": [live.error_message(error)]}, status=error.status)
    return JsonResponse({"messages": messages})


@csrf_exempt
@require_POST
@with_link
def live_segment(request: HttpRequest, interview: Interview, token: str) -> HttpResponse:
    try:
        return JsonResponse({"messages": live.handle_segment(interview.id, token, _frame(request))})
    except DomainError as error:
        return JsonResponse({"messages": [live.error_message(error)]}, status=error.status)


def _body(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig as error:
        raise protocol.ProtocolError("The message is too large.", "too_large") from error


def _frame(request: HttpRequest) -> bytes:
    """Of what is too large only as much as shows that it is, and what it is called."""
    try:
        return request.body
    except RequestDataTooBig:
        return request.read(protocol.MAX_FRAME_BYTES + 1)


@require_safe
@with_link
def live_snapshot(request: HttpRequest, interview: Interview, token: str) -> HttpResponse:
    try:
        refuse_too_many(interview.id)
        return JsonResponse(snapshot(interview, token))
    except (NotReady, TooManyMessages) as error:
        return JsonResponse({"messages": [live.error_message(error)]}, status=error.status)


@require_safe
@with_link
def speech(request: HttpRequest, interview: Interview, token: str, turn_id: str, index: int) -> HttpResponse:
    turn = next((turn for turn in interview.turns.all() if turn.id == turn_id), None)
    if turn is None or index >= len(turn.speech):
        raise Http404
    return _audio(turn.speech[index])


@require_safe
@with_link
def acknowledgement(request: HttpRequest, interview: Interview, token: str, number: int) -> HttpResponse:
    if number >= len(phrases.ACKNOWLEDGEMENTS):
        raise Http404
    text = phrases.ACKNOWLEDGEMENTS[number]
    chunks = speech_cache.cached_chunks(text, interview.tier, interview.language)
    if not chunks:
        raise Http404
    return _audio(chunks[0])


def _audio(chunk: speech_cache.Chunk) -> HttpResponse:
    response = HttpResponse(speech_cache.read(chunk), content_type=chunk["content_type"])
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _page_after_consent(request: HttpRequest, name: str, interview: Interview, token: str) -> HttpResponse:
    if interview.status == Interview.Status.COMPLETED:
        return HttpResponseRedirect(reverse("candidate:end", args=[token]))
    if not interview.consented_at:
        return HttpResponseRedirect(reverse("candidate:welcome", args=[token]))
    return _page(request, name, interview, token)


def _page(
    request: HttpRequest, name: str, interview: Interview, token: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    shown = {
        "interview": interview,
        "organization_name": current_organization().name,
        "candidate_name": interview.candidate.name,
        "minutes": interview.time_budget_s // 60,
        "token": token,
        **context,
    }
    if interview.plan is None:
        return _preparing(request, shown)
    plan = interview.to_ask
    shown |= {"job_title": plan.title, "questions_total": len(plan.questions)}
    return render(request, f"interviews/candidate/{name}.html", shown, status=status)


def _preparing(request: HttpRequest, shown: dict[str, Any]) -> HttpResponse:
    """The questions are still being written: the page asks again by itself, at the address that was wanted.

    200: it is what a person is meant to see, and proxies put pages of their own in the place of a 503.
    """
    response = render(request, "interviews/candidate/preparing.html", shown)
    response["Refresh"] = str(PREPARING_REFRESH_S)
    return response


def _to_the_link_within(request: HttpRequest, token: str) -> HttpResponse | None:
    """Where a page is asked for with a token that has signs stuck to it, and opens something without them."""
    within = STUCK_AROUND.sub("", token)
    if within == token or request.method == "POST" or "/live/" in request.path:
        return None
    try:
        access.find(within)
    except NotFound:
        return None
    except Gone:
        pass  # Its own page says why.
    return HttpResponseRedirect(reverse("candidate:welcome", args=[within]))


def _refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    if "/live/" in request.path:
        return JsonResponse({"messages": [live.error_message(error)]}, status=error.status)
    context = {"reason": error.code, "message": error.message}
    return render(request, "interviews/candidate/invalid.html", context, status=error.status)
