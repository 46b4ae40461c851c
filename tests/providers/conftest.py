"""Real engines, loaded once a run; nothing of ours is replaced."""

from collections.abc import Callable

import pytest

from providers.config import AIConfig
from providers.local.embedding import EMBEDDINGS, Embedding, ModelFile
from providers.registry import Providers
from providers.usage import Call

Make = Callable[..., Providers]


@pytest.fixture
def calls() -> list[Call]:
    return []


@pytest.fixture
def providers_for(calls: list[Call]) -> Make:
    """`providers_for(AI_ENV="scripted")`: ports as an environment with these variables makes them."""
    return lambda **env: Providers(AIConfig.from_mapping(env), calls.append)


@pytest.fixture
def local(providers_for: Make) -> Providers:
    return providers_for(AI_ENV="local")


@pytest.fixture(scope="session")
def embedding() -> Embedding:
    return EMBEDDINGS.get(ModelFile.chosen(AIConfig()))
