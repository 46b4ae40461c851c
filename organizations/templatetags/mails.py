from django import template
from django.template.defaultfilters import stringfilter

from interviewai.kernel.mail_names import unlinkable

register = template.Library()
register.filter("unlinkable", stringfilter(unlinkable))
