"""Who looks at the pages, and what stands of people: invitations, keys, mails, links of mails."""

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from organizations.models import ApiKey, Invitation, LocalMail, Membership, Organization, Role, User
from organizations.people import invitations
from organizations.platform_api import keys
from organizations.tenancy import organization_schema, shared_schema
from tests.factories import PASSWORD, make_organization, make_user, member
from tests.organizations.mails import link_in, newest_mail_to

WITHOUT_ORGANIZATION = ("homeless", "passwordless", "admin", "hurried")
LOCAL = {"host": "localhost"}
PEOPLE: dict[str, User] = {}


def organizations() -> dict[str, Organization]:
    """By who looks: the owner of a busy one and of a second one, its reviewer, and the owners of four more."""
    busy, ready = make_organization("Busy"), make_organization("Ready")
    found = {"owner": busy, "reviewer": busy, "ready": ready}
    found |= {who: make_organization(who) for who in ("newcomer", "beginner", "unlucky", "auditor")}
    PEOPLE.update({who: member(each, Role.OWNER) for who, each in found.items()})
    PEOPLE["reviewer"] = member(busy, Role.REVIEWER)
    PEOPLE.update({who: make_user(who) for who in WITHOUT_ORGANIZATION})
    second = make_organization("Second")
    Membership.objects.create(user=PEOPLE["owner"], organization=second, role=Role.REVIEWER)
    change_two()
    return found


def change_two() -> None:
    PEOPLE["passwordless"].set_unusable_password()
    PEOPLE["passwordless"].save()
    PEOPLE["admin"].is_staff = PEOPLE["admin"].is_superuser = True
    PEOPLE["admin"].save()


def sessions() -> dict[str, str]:
    return {who: logged_in(user) for who, user in PEOPLE.items()}


def logged_in(user: User) -> str:
    """The value of the cookie. By the form, so that nobody is asked for the password once more."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    client = Client(headers=LOCAL)
    if user.has_usable_password():
        client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    else:
        client.force_login(user)
    return client.cookies["sessionid"].value


def values(found: dict[str, Organization]) -> dict[str, str]:
    busy, owner = found["owner"], PEOPLE["owner"]
    return {
        **invitations_of(busy, owner),
        **links_of_mails(),
        **keys_of(busy, owner),
        "user_id": PEOPLE["owner"].pk,
        "email": PEOPLE["owner"].email,
    }


def invitations_of(organization: Organization, owner: User) -> dict[str, str]:
    """The tokens: for somebody without an account, with the mail; for one who has one; and one that is over."""
    with organization_schema(organization), shared_schema():
        stranger, token = invitations.invite(organization, new_address("new-colleague"), Role.RECRUITER, owner)
        invitations.send(stranger, token)
        _, known = invitations.invite(organization, PEOPLE["homeless"].email, Role.REVIEWER, owner)
        late, over = invitations.invite(organization, new_address("too-late"), Role.REVIEWER, owner)
    Invitation.objects.filter(pk=late.pk).update(expires_at=timezone.now() - timedelta(days=1))
    mail = LocalMail.objects.get(to=stranger.email)
    return {"invitation": token, "invitation_of_homeless": known, "invitation_expired": over, "mail_id": mail.pk}


def new_address(name: str) -> str:
    return f"{name}-{secrets.token_hex(4)}@example.com"


def links_of_mails() -> dict[str, str]:
    """Of one who signs up, and of one who has forgotten the password."""
    stranger = Client(headers=LOCAL)
    address = new_address("signs-up")
    form = {"email": address, "organization_name": "A New Company", "password1": PASSWORD}
    stranger.post("/accounts/signup/", form)
    confirmation = link_in(newest_mail_to(address), "confirm-email")
    hurried = PEOPLE["hurried"].email
    stranger.post("/accounts/password/reset/", {"email": hurried})
    uid, _, key = link_in(newest_mail_to(hurried), "password/reset/key").strip("/").split("/")[-1].partition("-")
    return {"confirmation_key": confirmation.strip("/").split("/")[-1], "uidb36": uid, "reset_key": key}


def keys_of(organization: Organization, owner: User) -> dict[str, str]:
    """One that works, one that was replaced, one that was revoked."""
    made = [
        keys.create(organization, name=name, livemode=livemode, scopes=scopes, created_by=owner)[0]
        for name, livemode, scopes in (
            ("Hiring platform", True, keys.Scope),
            ("Nightly export", False, [keys.Scope.RESULTS_READ]),
            ("Old platform", True, keys.Scope),
        )
    ]
    keys.rotate(made[1], rotated_by=owner)
    keys.revoke(made[2])
    ApiKey.objects.filter(pk=made[0].pk).update(last_used_at=timezone.now())
    return {"key_id": made[0].pk, "replaced_key": made[1].pk}
