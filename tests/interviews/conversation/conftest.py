from collections.abc import Iterator
from threading import Thread

import pytest
from django.test import override_settings

from providers.config import AIConfig
from tests.providers.test_openai_compatible import ChatServer


@pytest.fixture
def model() -> Iterator[ChatServer]:
    """A language model that says what a test tells it to."""
    server = ChatServer()
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    server.server_close()


def using(server: ChatServer) -> override_settings:
    return override_settings(
        AI=AIConfig(env="local", llm_url=f"http://127.0.0.1:{server.server_port}/v1", llm_model="m", cool_down_s=0)
    )
