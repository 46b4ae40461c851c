"""The pages of jobs. What is done to their questions is in question_views and generation_views."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jobs import authoring
from jobs.access import get_job
from jobs.staff import listing
from jobs.staff.forms import JobForm, ListFilter, NewJobForm
from jobs.staff.question_panel import access, job_context, job_url
from organizations.access import OrganizationRequest, requires
from organizations.models import Role


@require_safe
@requires(Role.REVIEWER)
def job_list(request: OrganizationRequest, slug: str) -> HttpResponse:
    form = ListFilter(request.GET)
    form.is_valid()
    sort = listing.known_sort(request.GET.get("sort", ""))
    page = Paginator(listing.jobs(form.cleaned_data, sort), listing.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "sort": sort, "filtered": any(form.cleaned_data.values())}
    return render(request, "jobs/list.html", access(request) | context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.RECRUITER)
def create(request: OrganizationRequest, slug: str) -> HttpResponse:
    form = NewJobForm(request.POST or None)
    if form.is_valid():
        job = authoring.create_job(form.save(commit=False), created_by_id=request.user.pk)
        return redirect(job_url(request, job.pk))
    back = reverse("jobs:list", kwargs={"slug": slug})
    return render(request, "jobs/form.html", access(request) | {"form": form, "back": back})


@require_safe
@requires(Role.REVIEWER)
def detail(request: OrganizationRequest, slug: str, job_id: str) -> HttpResponse:
    return render(request, "jobs/detail.html", job_context(request, get_job(job_id)))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.RECRUITER)
def edit(request: OrganizationRequest, slug: str, job_id: str) -> HttpResponse:
    form = JobForm(request.POST or None, instance=get_job(job_id))
    if form.is_valid():
        form.save_changes()
        messages.success(request, "The job is saved.")
        return redirect(job_url(request, job_id))
    return render(request, "jobs/form.html", access(request) | {"form": form, "back": job_url(request, job_id)})


@require_POST
@requires(Role.RECRUITER)
def archive(request: OrganizationRequest, slug: str, job_id: str) -> HttpResponse:
    if authoring.archive(get_job(job_id)):
        messages.success(request, "The job is archived. Its interviews go on; new ones need it restored.")
    return redirect(job_url(request, job_id))


@require_POST
@requires(Role.RECRUITER)
def restore(request: OrganizationRequest, slug: str, job_id: str) -> HttpResponse:
    if authoring.restore(get_job(job_id)):
        messages.success(request, "The job is open again.")
    return redirect(job_url(request, job_id))
