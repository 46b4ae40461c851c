"""The pages that integrators read: the guide and the reference."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from interviewai.openapi.event_examples import example
from interviewai.platform_api.problem_advice import ADVICE
from interviewai.platform_api.problems import TITLES
from organizations.platform_api.bodies import BODY_MAX_BYTES
from organizations.platform_api.keys import Scope
from organizations.platform_api.rate_limits import FAILURES_PER_MINUTE
from webhooks.event_types import EventType
from webhooks.staff.texts import EVENTS


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    return render(request, "docs/guide.html", told())


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    return render(request, "docs/reference.html")


def told() -> dict[str, Any]:
    """What the guide says that the code decides."""
    return {
        "base": settings.PUBLIC_URL,
        "scopes": list(Scope),
        "requests_per_minute": settings.API_REQUESTS_PER_MINUTE,
        "failures_per_minute": FAILURES_PER_MINUTE,
        "body_max_kib": BODY_MAX_BYTES // 1024,
        "deadline_s": settings.WEBHOOK_DEADLINE_SECONDS,
        "problems": [{"code": code, "title": title, **ADVICE.get(code, {})} for code, title in TITLES.items()],
        "events": [
            {"name": kind.value, "summary": EVENTS[kind], "payload": json.dumps(example(kind), indent=2)}
            for kind in EventType
        ],
    }
