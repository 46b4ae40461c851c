"""The page of bias audits, and its files. For owners alone: with two audits of nearly the same people they might learn

of one person what nobody is meant to know. So it is also written down who has made which.
"""

from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from evaluations.bias_audit.audit import Audit, audit
from evaluations.staff.bias_audit import document, files, texts
from evaluations.staff.bias_audit.document import Facts, Section
from evaluations.staff.bias_audit.forms import AuditForm, usual
from organizations.access import OrganizationRequest, requires
from organizations.models import Role

AsFile = Callable[[Facts, list[Section], str], HttpResponse]

log = structlog.get_logger(__name__)


@require_safe
@requires(Role.OWNER)
def show(request: OrganizationRequest, slug: str) -> HttpResponse:
    """Computes nothing before it is asked to."""
    form = AuditForm(request.GET) if request.GET else AuditForm(initial=usual())
    if not form.is_valid():
        return page(request, form, status=422 if form.is_bound else 200)
    found = made(request, form, "page")
    return page(request, form, facts=facts(request, found), sections=document.sections(found))


@require_safe
@requires(Role.OWNER)
def as_csv(request: OrganizationRequest, slug: str) -> HttpResponse:
    return as_file(request, files.audit_csv, "csv")


@require_safe
@requires(Role.OWNER)
def as_xlsx(request: OrganizationRequest, slug: str) -> HttpResponse:
    return as_file(request, files.audit_xlsx, "xlsx")


def as_file(request: OrganizationRequest, write: AsFile, extension: str) -> HttpResponse:
    form = AuditForm(request.GET)
    if not form.is_valid():
        return page(request, form, status=422)
    found = made(request, form, extension)
    choice = found.choice
    name = f"bias-audit-{choice.first_day}-{choice.last_day}.{extension}"
    return write(facts(request, found), document.sections(found), name)


def made(request: OrganizationRequest, form: AuditForm, form_of: str) -> Audit:
    choice = form.choice
    log.info(
        "bias_audit_made",
        user_id=request.user.pk,
        first_day=str(choice.first_day),
        last_day=str(choice.last_day),
        job_id=choice.job and choice.job.pk,
        one_engine=bool(choice.engine),
        form=form_of,
    )
    return audit(choice)


def facts(request: OrganizationRequest, found: Audit) -> Facts:
    return document.facts(found, request.organization.name, timezone.now())


def page(request: OrganizationRequest, form: AuditForm, *, status: int = 200, **shown: Any) -> HttpResponse:
    context = {
        "form": form,
        "slug": request.organization.slug,
        "asks": request.organization.asks_self_identification,
        "no_audit": texts.NO_AUDIT,
        "method": texts.METHOD,
        **shown,
    }
    return render(request, "evaluations/bias_audit.html", context, status=status)
