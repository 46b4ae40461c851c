from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from interviewai.kernel.errors import Conflict
from organizations.access import OrganizationRequest, about_people, requires
from organizations.directory import forget_organizations
from organizations.models import Membership, Organization, Role, User
from organizations.onboarding import create_organization
from organizations.staff.forms import OrganizationForm, SettingsForm


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("organizations:switch")
    return render(request, "organizations/landing.html")


@login_required
@require_safe
def switch(request: HttpRequest) -> HttpResponse:
    """After the login: the one organization, the choice between several, or the form for the first one."""
    memberships = memberships_of(request)
    if not memberships:
        return redirect("organizations:create")
    if len(memberships) == 1:
        return redirect("organizations:home", slug=memberships[0].organization.slug)
    return render(request, "organizations/switch.html", {"memberships": memberships})


@login_required
@require_safe
def menu(request: HttpRequest) -> HttpResponse:
    """The inside of the organization switcher, loaded when it is opened."""
    return render(request, "organizations/_menu.html", {"memberships": memberships_of(request)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    form, status = OrganizationForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            organization = create_organization(form.cleaned_data["name"], signed_in(request))
            return redirect("organizations:home", slug=organization.slug)
        except Conflict as error:
            form.add_error(None, error.message)
            status = error.status
    context = {"form": form, "has_others": bool(memberships_of(request))}
    return render(request, "organizations/create.html", context, status=status)


@require_safe
def home(request: OrganizationRequest, slug: str) -> HttpResponse:
    return render(request, "organizations/home.html")


@requires(Role.OWNER)
@about_people
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: OrganizationRequest, slug: str) -> HttpResponse:
    organization = Organization.objects.get(pk=request.organization.pk)
    form = SettingsForm(request.POST or None, instance=organization)
    if request.method == "POST" and form.is_valid():
        form.save()
        forget_organizations()
        return redirect("organizations:settings", slug=slug)
    return render(request, "organizations/settings.html", {"form": form})


def memberships_of(request: HttpRequest) -> list[Membership]:
    memberships = Membership.objects.filter(user=signed_in(request)).select_related("organization")
    return list(memberships.order_by("organization__name", "organization_id"))


def signed_in(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise TypeError("This view must be decorated with login_required.")
    return request.user
