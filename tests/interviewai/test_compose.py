"""docker-compose.yml cannot be run here; what can go wrong silently is that it drifts from what `make run` starts."""

import re
from typing import Any

import pytest
import yaml

from interviewai.embedded import programs
from organizations import checks
from tests.interviewai.launching import PROJECT

TEXT = (PROJECT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
NAMED = {line.partition("=")[0] for line in (PROJECT / ".env.example").read_text().splitlines() if "=" in line}


@pytest.mark.parametrize(
    ("service", "arguments"),
    [
        ("web", programs.web("0.0.0.0", "8000")),  # noqa: S104
        ("worker-live", programs.worker("live", "live", "${LIVE_CONCURRENCY:-8}")),
        ("worker-background", programs.worker("background", programs.BACKGROUND_QUEUES, programs.BACKGROUND_THREADS)),
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


def test_each_setting_that_production_cannot_start_without_is_named_in_the_example() -> None:
    needed = set(re.findall(r"\$\{(\w+):\?", TEXT)) | {"SECRET_KEY", *checks.FALLS_BACK} - {"DATABASE_APP_URL"}
    assert needed <= NAMED


def test_only_what_prepares_the_database_is_given_the_login_of_its_owner() -> None:
    owners = {
        name
        for name, service in COMPOSE["services"].items()
        if any("POSTGRES_PASSWORD" in str(value) for value in service["environment"].values())
    }
    assert owners == {"postgres", "prepare"}
    for name, service in COMPOSE["services"].items():
        if "env_file" in service:  # which names the password too
            assert service["environment"]["POSTGRES_PASSWORD"] == "", name


def test_valkey_asks_for_a_password_that_is_no_argument_of_a_process() -> None:
    assert "requirepass ${VALKEY_PASSWORD" in COMPOSE["configs"]["valkey"]["content"]
    assert COMPOSE["services"]["valkey"]["command"] == ["valkey-server", "/etc/valkey.conf"]
    assert "VALKEY_PASSWORD" in COMPOSE["services"]["web"]["environment"]["REDIS_URL"]
