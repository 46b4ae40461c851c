"""A candidate's link, and the addresses below it."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from interviews.synthetic.errors import Refused


@dataclass(frozen=True)
class Link:
    """`base` is scheme, host and port, without a slash at its end."""

    base: str
    token: str

    @classmethod
    def parse(cls, url: str) -> "Link":
        parts = urlsplit(url.strip())
        words = parts.path.strip("/").split("/")
        if parts.scheme not in ("http", "https") or not parts.hostname or len(words) < 2 or words[0] != "i":
            raise Refused("not_a_link", "This is no interview link: it looks like http://host/i/<token>/.")
        return cls(f"{parts.scheme}://{parts.netloc}", words[1])

    def at(self, base: str) -> "Link":
        """The same interview on another web process."""
        return replace(self, base=base.rstrip("/"))

    @property
    def path(self) -> str:
        return f"/i/{self.token}/"

    @property
    def socket(self) -> str:
        return f"ws{self.base.removeprefix('http')}/ws/i/{self.token}"
