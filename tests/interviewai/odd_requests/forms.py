"""The forms of a page, as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

Attributes = dict[str, str | None]
PRESSED = ("submit", "button", "image", "reset")


@dataclass
class Form:
    """`values` are those that it has when nobody has touched it, a name for each control."""

    method: str
    path: str
    values: dict[str, list[str]] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return [name for name in self.values if name != "csrfmiddlewaretoken"]


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.choice = self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._begin(given)
        elif tag == "option" and self.choice:
            self._option(given)
        elif self.form is not None and (name := given.get("name")):
            self._control(tag, name, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag in ("select", "textarea"):
            self.choice = self.text = ""

    def handle_data(self, data: str) -> None:
        if self.form is not None and self.text:
            self.form.values[self.text] = [data.lstrip("\n")]

    def _begin(self, given: Attributes) -> None:
        action = given.get("hx-post") or given.get("action") or self.page
        method = "post" if given.get("hx-post") else (given.get("method") or "get").lower()
        self.form = Form(method, urlsplit(urljoin(self.page, action)).path)
        self.forms.append(self.form)

    def _control(self, tag: str, name: str, given: Attributes) -> None:
        values = self._of(name)
        if tag == "select":
            self.choice = name
        elif tag == "textarea":
            self.text = name
        elif given.get("type") in ("checkbox", "radio"):
            values += [given.get("value") or "on"] if "checked" in given else []
        elif tag == "button" or given.get("type") in PRESSED:
            values[:] = values or [given.get("value") or ""]
        else:
            values.append(given.get("value") or "")

    def _option(self, given: Attributes) -> None:
        values = self._of(self.choice)
        if "selected" in given or not values:
            values[:] = [given.get("value") or ""]

    def _of(self, name: str) -> list[str]:
        assert self.form is not None
        return self.form.values.setdefault(name, [])


def forms_of(page: str, html: str) -> list[Form]:
    """`page` is the path that it was read at."""
    reader = _Reader(page)
    reader.feed(html)
    return reader.forms
