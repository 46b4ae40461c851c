"""A candidate's link, and the addresses below it."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from interviews.synthetic.errors import Refused


@dataclass(frozen=True)
class Link:
    """`base` is scheme, host and port, without a slash at its end.

    `via`, in the same form, is where to connect when that is not the base: to a web process behind the proxy that
    stands at the base, in the proxy's words.
    """

    base: str
    token: str
    via: str = ""

    @classmethod
    def parse(cls, url: str) -> "Link":
        parts = urlsplit(url.strip())
        words = parts.path.strip("/").split("/")
        if parts.scheme not in ("http", "https") or not parts.hostname or len(words) < 2 or words[0] != "i":
            raise Refused("not_a_link", "This is no interview link: it looks like http://host/i/<token>/.")
        return cls(f"{parts.scheme}://{parts.netloc}", words[1])

    def at(self, base: str) -> "Link":
        """The same interview on another web process."""
        return replace(self, base=base.rstrip("/"), via="")

    @property
    def path(self) -> str:
        return f"/i/{self.token}/"

    @property
    def socket(self) -> str:
        scheme, host = urlsplit(self.via or self.base).scheme, urlsplit(self.base).netloc
        return f"{scheme.replace('http', 'ws')}://{host}/ws/i/{self.token}"


def as_the_proxy(base: str, via: str) -> dict[str, str]:
    """What the proxy at the base tells the web process behind it."""
    if via in ("", base):
        return {}
    parts = urlsplit(base)
    return {"Host": parts.netloc, "X-Forwarded-Proto": parts.scheme}
