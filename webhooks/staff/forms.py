"""What an owner types about an endpoint, and which of its deliveries are looked at or sent again."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from interviewai.kernel.errors import Invalid
from organizations.staff.forms import LiveOrTestField, described
from webhooks.endpoints.addresses import checked_url
from webhooks.event_types import EventType
from webhooks.models import URL_MAX, Delivery, Endpoint
from webhooks.staff import texts

# A test event is sent to whom it is addressed, whatever they listen to.
OFFERED = [kind for kind in EventType if kind != EventType.PING]
STATUS_WORDS = {
    Delivery.Status.PENDING: "On its way",
    Delivery.Status.DELIVERED: "Delivered",
    Delivery.Status.DEAD: "Given up",
    Delivery.Status.CANCELLED: "Cancelled",
}


class UrlField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=URL_MAX, **options)

    def clean(self, value: Any) -> str:
        try:
            return checked_url(super().clean(value))
        except Invalid as refusal:
            raise ValidationError(refusal.message) from None


class EndpointForm(forms.Form):
    url = UrlField(
        label="Address",
        help_text="Where your platform takes events. It must be reachable from the internet, with https.",
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://", "spellcheck": "false"}),
    )
    description = forms.CharField(label="Description", max_length=200, required=False)
    event_types = forms.MultipleChoiceField(
        label="Events",
        choices=[(kind.value, described(kind.value, texts.EVENTS[kind])) for kind in OFFERED],
        widget=forms.CheckboxSelectMultiple,
        initial=[kind.value for kind in OFFERED],
        help_text="With all of them ticked, kinds of events that we add later are sent too.",
        error_messages={"required": "Choose at least one event."},
    )

    @classmethod
    def of(cls, endpoint: Endpoint, data: Any) -> "EndpointForm":
        known = {"url": endpoint.url, "description": endpoint.description}
        chosen = {"event_types": endpoint.event_types} if endpoint.event_types else {}
        return cls(data, initial=known | chosen)

    @property
    def chosen(self) -> dict[str, Any]:
        """As endpoints.create and endpoints.change take it: no event types are all of them."""
        kinds = self.cleaned_data["event_types"]
        return {
            "url": self.cleaned_data["url"],
            "description": self.cleaned_data["description"],
            "event_types": [] if len(kinds) == len(OFFERED) else kinds,
        }


class NewEndpointForm(EndpointForm):
    mode = LiveOrTestField(
        live="Events of real interviews.", test="Events of interviews that were made with a test key."
    )
    submission = forms.CharField(widget=forms.HiddenInput, max_length=40)


class SubmissionForm(forms.Form):
    submission = forms.CharField(widget=forms.HiddenInput, max_length=40)


class MomentField(forms.DateTimeField):
    """A minute, in UTC; the browser's own picker."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(required=False, widget=widget, **options)


class DeliveryFilter(forms.Form):
    """Nonsense in the address filters nothing."""

    status = forms.ChoiceField(
        choices=[("", "Any status"), *((value.value, text) for value, text in STATUS_WORDS.items())], required=False
    )
    type = forms.ChoiceField(
        label="Event", choices=[("", "Any event"), *((kind.value, kind.value) for kind in EventType)], required=False
    )

    @property
    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        found = self.cleaned_data
        return {"status": found.get("status") or None, "event_type": found.get("type") or None}


class ReplayForm(forms.Form):
    """Which deliveries of an endpoint are sent again: all that were given up, unless it is narrowed."""

    status = forms.ChoiceField(
        label="Which",
        choices=[
            (Delivery.Status.DEAD.value, "Given up"),
            (Delivery.Status.CANCELLED.value, "Cancelled"),
            (Delivery.Status.DELIVERED.value, "Delivered"),
        ],
        initial=Delivery.Status.DEAD.value,
    )
    since = MomentField(label="From (UTC)")
    until = MomentField(label="Until (UTC)")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="replay_%s")  # it shares its page with the filter

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and since >= until:
            raise ValidationError("The end must be later than the beginning.")
        return found
