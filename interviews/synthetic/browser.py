"""Plain HTTP with cookies: the pages before the room, the speech files, and live steps where sockets are blocked."""

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from interviews.synthetic.errors import LineLost, Refused
from interviews.synthetic.links import Link, as_the_proxy

CSRF_FIELD = re.compile(r'name="csrfmiddlewaretoken"\s+value="([^"]+)"')
TIMEOUT_S = 20


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass
class Browser:
    """Blocking. Follows no redirects: where the server sends the candidate is an answer worth seeing."""

    base: str
    cookies: dict[str, str] = field(default_factory=dict)
    via: str = ""  # As in Link.

    @classmethod
    def of(cls, link: Link) -> "Browser":
        return cls(link.base, via=link.via)

    def get(self, path: str) -> Reply:
        return self._request("GET", path, None, {})

    def post(self, path: str, body: bytes, content_type: str) -> Reply:
        headers = {"Content-Type": content_type, "Origin": self.base, "Referer": self.base + path}
        return self._request("POST", path, body, headers)

    def submit(self, path: str, fields: Mapping[str, str]) -> Reply:
        return self.post(path, urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def _request(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Reply:
        parts = urlsplit(self.via or self.base)
        headers |= as_the_proxy(self.base, self.via)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT_S)
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            reply = Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
            self._keep_cookies(response.headers.get_all("Set-Cookie") or [])
        except (OSError, http.client.HTTPException) as error:
            raise LineLost(f"{parts.netloc} does not answer ({type(error).__name__}).") from error
        finally:
            connection.close()
        return reply

    def _keep_cookies(self, headers: list[str]) -> None:
        for header in headers:
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value


def consent(link: Link) -> None:
    """Opens the link and agrees on the welcome page, as a person would; agreeing again changes nothing."""
    browser = Browser.of(link)
    page = browser.get(link.path)
    refuse_unless(page, 200)
    found = CSRF_FIELD.search(page.text)
    if found is None:
        return  # Nothing to agree to any more: the interview is over.
    refuse_unless(browser.submit(link.path, {"csrfmiddlewaretoken": found[1], "consent": "on"}), 302)


def refuse_unless(reply: Reply, expected: int) -> None:
    if reply.status in (404, 410):
        raise Refused(str(reply.status), LINK_IS_DEAD[reply.status])
    if reply.status >= 500:
        raise LineLost(f"The server answered with status {reply.status}.")
    if reply.status != expected:
        raise Refused(str(reply.status), f"The welcome page answered with status {reply.status}.")


LINK_IS_DEAD = {
    404: "This interview link is not known.",
    410: "This interview link has expired or was cancelled.",
}
