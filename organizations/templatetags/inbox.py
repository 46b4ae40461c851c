from django import template
from django.http import HttpRequest
from django.urls import reverse

from organizations.people import inbox

register = template.Library()


@register.simple_tag(takes_context=True)
def local_inbox_url(context: template.Context) -> str:
    """The inbox's address for those who may read it; empty for all others and when there is a mail server."""
    request: HttpRequest = context["request"]
    return reverse("organizations:inbox") if inbox.is_used() and inbox.may_read(request) else ""
