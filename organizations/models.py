"""Organizations and the people in them: the public schema. What an organization owns lives in a schema of its own."""

import secrets
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone

from interviewai.kernel import ids
from organizations import database_roles

LINK_PREFIX_LENGTH = 8
BASE32 = "abcdefghijklmnopqrstuvwxyz234567"


def organization_id() -> str:
    return ids.new_id("org")


def user_id() -> str:
    return ids.new_id("usr")


def membership_id() -> str:
    return ids.new_id("mem")


def invitation_id() -> str:
    return ids.new_id("inv")


def api_key_id() -> str:
    return ids.new_id("key")


def local_mail_id() -> str:
    return ids.new_id("mail")


def link_prefix() -> str:
    return "".join(secrets.choice(BASE32) for _ in range(LINK_PREFIX_LENGTH))


class Tier(models.TextChoices):
    ESSENTIAL = "essential", "Essential"
    PROFESSIONAL = "professional", "Professional"
    ENTERPRISE = "enterprise", "Enterprise"


class Organization(models.Model):
    """A row alone is not an organization: `onboarding.create_organization` makes the schema and its roles with it."""

    id = models.CharField(primary_key=True, max_length=ids.MAX_LENGTH, default=organization_id, editable=False)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=60, unique=True)
    schema_name = models.CharField(max_length=database_roles.SCHEMA_LENGTH, unique=True, editable=False)
    link_prefix = models.CharField(max_length=LINK_PREFIX_LENGTH, unique=True, default=link_prefix, editable=False)
    tier = models.CharField(max_length=20, choices=Tier.choices, default=Tier.ESSENTIAL)
    retention_days = models.PositiveSmallIntegerField(default=365)
    asks_self_identification = models.BooleanField(
        "Ask candidates for their sex and their race or ethnicity after the interview", default=False, db_default=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Domain(models.Model):
    """A host name of its own that leads to one organization; optional, paths work without one."""

    domain = models.CharField(max_length=253, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="domains")

    def __str__(self) -> str:
        return self.domain


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff. Candidates are not users: their link is all they need."""

    id = models.CharField(primary_key=True, max_length=ids.MAX_LENGTH, default=user_id, editable=False)
    email = models.EmailField(unique=True)  # always in lower case
    name = models.CharField(max_length=200, blank=True)
    is_staff = models.BooleanField("may open the admin", default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    requested_organization = models.CharField(  # its name; made once the address is confirmed
        max_length=200, blank=True, editable=False, default="", db_default=""
    )

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="organizations_user_email_lower")
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        self.email = self.email.lower()
        super().clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.lower()
        super().save(*args, **kwargs)


class Role(models.TextChoices):
    OWNER = "owner", "Owner"
    RECRUITER = "recruiter", "Recruiter"
    REVIEWER = "reviewer", "Reviewer"


class Membership(models.Model):
    id = models.CharField(primary_key=True, max_length=ids.MAX_LENGTH, default=membership_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["user", "organization"], name="organizations_membership_once")
        ]

    def __str__(self) -> str:
        return self.id


class Invitation(models.Model):
    """Only the SHA-256 of the link's token is kept."""

    id = models.CharField(primary_key=True, max_length=ids.MAX_LENGTH, default=invitation_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.RECRUITER)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.id


class ApiKey(models.Model):
    """A parent platform's access to one organization. The key itself is told once; see api_keys.py."""

    id = models.CharField(primary_key=True, max_length=ids.MAX_LENGTH, default=api_key_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=100)
    livemode = models.BooleanField(default=True)
    scopes: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    last_four = models.CharField(max_length=4, editable=False)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+", editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.id


@receiver(pre_delete, sender=Membership)
def end_keys_of_member(instance: Membership, **_signal: Any) -> None:
    """Whoever leaves takes the keys along that they know, whichever page, command or cascade ends the membership."""
    made = ApiKey.objects.filter(organization=instance.organization_id, created_by=instance.user_id, revoked_at=None)
    made.update(revoked_at=timezone.now())


class LocalMail(models.Model):
    """Mail that was not sent, because no mail server is set: see inbox.py."""

    id = models.CharField(primary_key=True, max_length=ids.MAX_LENGTH, default=local_mail_id, editable=False)
    to = models.TextField()
    subject = models.TextField()
    body_text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.id


class SchemaTemplate(models.Model):
    """The one row that new organizations are made from; `prepare_database` writes it, the application may only read."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    statements = models.TextField()  # unqualified DDL; see template.py
    rights_version = models.CharField(max_length=64)  # of sql/protect_organization.sql
    prepared_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="organizations_schematemplate_single")
        ]

    def __str__(self) -> str:
        return self.rights_version
