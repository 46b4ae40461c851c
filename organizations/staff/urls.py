from django.urls import path

from organizations.staff import inbox_views, key_views, member_views, views

app_name = "organizations"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("organizations/", views.switch, name="switch"),
    path("organizations/menu/", views.menu, name="menu"),
    path("organizations/new/", views.create, name="create"),
    path("invitations/<str:token>/", member_views.accept_invitation, name="accept_invitation"),
    path("inbox/", inbox_views.mail_list, name="inbox"),
    path("inbox/<str:mail_id>/", inbox_views.mail, name="mail"),
    path("o/<slug:slug>/", views.home, name="home"),
    path("o/<slug:slug>/settings/", views.settings, name="settings"),
    path("o/<slug:slug>/settings/api-keys/", key_views.key_list, name="api_keys"),
    path("o/<slug:slug>/settings/api-keys/new/", key_views.create, name="create_api_key"),
    path("o/<slug:slug>/settings/api-keys/<slug:key_id>/rotate/", key_views.rotate, name="rotate_api_key"),
    path("o/<slug:slug>/settings/api-keys/<slug:key_id>/revoke/", key_views.revoke, name="revoke_api_key"),
    path("o/<slug:slug>/members/", member_views.member_list, name="members"),
    path("o/<slug:slug>/members/<str:membership_id>/role/", member_views.change_role, name="change_role"),
    path("o/<slug:slug>/members/<str:membership_id>/remove/", member_views.remove, name="remove_member"),
    path("o/<slug:slug>/invitations/", member_views.invite, name="invite"),
    path("o/<slug:slug>/invitations/<str:invitation_id>/resend/", member_views.resend, name="resend_invitation"),
    path("o/<slug:slug>/invitations/<str:invitation_id>/revoke/", member_views.revoke, name="revoke_invitation"),
]
