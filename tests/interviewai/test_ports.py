import socket

import pytest

from interviewai.embedded import configuration
from interviewai.embedded.errors import EmbeddedError


def test_without_a_wish_the_next_free_port_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(configuration, "DEFAULT_PORT", port)
        assert configuration.web_port({}) > port


def test_a_port_taken_on_every_interface_is_taken() -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken, pytest.raises(EmbeddedError, match="is in use"):  # noqa: S104
        configuration.web_port({"PORT": str(taken.getsockname()[1])})
