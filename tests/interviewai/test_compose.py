"""docker-compose.yml cannot be run here; what can go wrong silently is that it drifts from what `make run` starts."""

from typing import Any

import pytest
import yaml

from interviewai.embedded import programs
from tests.interviewai.launching import PROJECT

COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())


@pytest.mark.parametrize(
    ("service", "arguments"),
    [
        ("web", programs.web("0.0.0.0", "8000")),  # noqa: S104
        ("worker-live", programs.worker("live", "live", "${LIVE_CONCURRENCY:-8}")),
        ("worker-background", programs.worker("background", programs.BACKGROUND_QUEUES, "${SCORING_CONCURRENCY:-2}")),
        ("worker-webhooks", programs.worker("webhooks", programs.WEBHOOKS_QUEUES, programs.WEBHOOKS_THREADS)),
        ("beat", programs.beat("/tmp/beat")),  # noqa: S108
    ],
)
def test_production_starts_the_same_programs_as_make_run(service: str, arguments: list[str]) -> None:
    assert COMPOSE["services"][service]["command"] == ["python", *arguments]


def test_only_the_web_process_is_reached_from_outside_and_only_through_a_proxy_on_the_machine() -> None:
    published = {name: service["ports"] for name, service in COMPOSE["services"].items() if "ports" in service}
    assert published == {"web": ["127.0.0.1:8000:8000"]}


def test_every_part_of_the_product_is_in_the_image() -> None:
    copied = {line.split()[1] for line in (PROJECT / "Dockerfile").read_text().splitlines() if line.startswith("COPY")}
    apps = {path.parent.name for path in PROJECT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert copied >= apps | {"templates", "static", "manage.py", "requirements.lock"}
