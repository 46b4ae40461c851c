from typing import Any

from django import template

from organizations.models import Role
from organizations.tenancy import organization_schema
from webhooks.endpoints.attention import trouble
from webhooks.staff import texts

register = template.Library()


@register.inclusion_tag("webhooks/_trouble.html", takes_context=True)
def webhook_trouble(context: template.Context) -> dict[str, Any]:
    """For owners, on the pages of their organization, but for the webhook pages: these tell it themselves."""
    request = context["request"]
    match = request.resolver_match
    if request.membership.role != Role.OWNER or (match and match.namespace == "webhooks"):
        return {}
    with organization_schema(request.organization):  # pages about people run in the public schema
        return {"trouble": trouble(), "slug": request.organization.slug}


@register.filter
def in_words(code: str) -> str:
    """Of an attempt's error."""
    return texts.of_failure(code)
