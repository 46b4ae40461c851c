"""The shared tables. Organizations are neither made nor deleted here: their schemas would not come or go with them."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from organizations.models import ApiKey, Invitation, LocalMail, Membership, Organization, User
from organizations.platform_api import keys

admin.site.site_header = admin.site.site_title = "InterviewAI"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class MembershipInline(admin.TabularInline[Membership, Model]):
    model = Membership
    extra = 0
    autocomplete_fields = ("user", "organization")


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin[Organization]):
    list_display = ("name", "slug", "tier", "created_at")
    list_filter = ("tier",)
    search_fields = ("name", "slug", "id")
    readonly_fields = ("id", "slug", "schema_name", "link_prefix", "created_at")
    inlines = (MembershipInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Organization | None = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User]):
    ordering = ("email",)
    list_display = ("email", "name", "is_active", "is_staff", "date_joined")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name", "id")
    readonly_fields = ("id", "last_login", "date_joined")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("id", "email", "name", "password")}),
        ("Rights", {"fields": ("is_active", "is_staff", "is_superuser")}),
        ("Times", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "usable_password", "password1", "password2")}),)
    inlines = (MembershipInline,)


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin[Membership]):
    list_display = ("user", "organization", "role", "created_at")
    list_filter = ("role",)
    search_fields = ("user__email", "organization__name")
    autocomplete_fields = ("user", "organization")


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin[Invitation]):
    list_display = ("email", "organization", "role", "created_at", "expires_at", "accepted_at")
    search_fields = ("email", "organization__name")
    readonly_fields = ("organization", "email", "invited_by", "created_at", "accepted_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin[ApiKey]):
    """To be looked at and revoked. Owners make keys on their pages, where they are told them."""

    list_display = ("id", "organization", "name", "livemode", "last_four", "created_at", "last_used_at", "revoked_at")
    list_filter = ("livemode",)
    list_select_related = ("organization",)
    search_fields = ("id", "name", "organization__name")
    exclude = ("key_hash",)
    actions = ("revoke",)

    @admin.action(description="Revoke at once", permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        revoked = [key.pk for key in queryset if keys.revoke(key)]
        for key in queryset.filter(pk__in=revoked):
            self.log_change(request, key, "Revoked.")
        self.message_user(request, f"{len(revoked)} revoked.")

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("organizations.change_apikey")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return False


@admin.register(LocalMail)
class LocalMailAdmin(admin.ModelAdmin[LocalMail]):
    list_display = ("subject", "to", "created_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LocalMail | None = None) -> bool:
        return False
