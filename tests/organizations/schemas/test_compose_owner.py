"""docker-compose.yml's owner of the database is no superuser, and what needs one was done when the volume was new."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
import pytest

from interviewai.embedded import postgres
from tests.interviewai.test_compose import COMPOSE
from tests.organizations.schemas.test_managed_postgres import USES_IT, run

PASSWORD = "it's \"odd\": $x \\ %41 :'y' ü"
# As the image has it: the superuser is `postgres`, and nothing of ours is there.
EMPTY_VOLUME = (
    "ALTER ROLE interviewai RENAME TO made_by_initdb",
    "ALTER DATABASE interviewai RENAME TO made_by_the_launcher",
)
# As the image's entrypoint does it.
PSQL = ("-v", "ON_ERROR_STOP=1", "--no-psqlrc", "--no-password", "--dbname", "postgres")


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[str]:
    """The owner's address, on a server where the script has run."""
    with postgres.running(tmp_path / "home", fast=True) as embedded:
        server = urlsplit(embedded)
        with psycopg.connect(embedded, autocommit=True) as connection:
            connection.execute("CREATE ROLE postgres SUPERUSER LOGIN PASSWORD 'the-superuser-s'")
        superuser = {"PGHOST": "127.0.0.1", "PGPORT": str(server.port), "PGUSER": "postgres"}
        superuser["PGPASSWORD"] = "the-superuser-s"
        with psycopg.connect(
            host="127.0.0.1", port=server.port, user="postgres", password="the-superuser-s", dbname="postgres",
            autocommit=True,
        ) as connection:  # fmt: skip
            for statement in EMPTY_VOLUME:
                connection.execute(statement)
        set_up(tmp_path / "owner.sql", superuser | {"OWNER_PASSWORD": PASSWORD})
        yield f"postgresql://interviewai:{quote(PASSWORD, safe='')}@127.0.0.1:{server.port}/interviewai"


def set_up(script: Path, environment: dict[str, str]) -> None:
    script.write_text(COMPOSE["configs"]["owner"]["content"].replace("$$", "$"), encoding="utf-8")
    command = [str(postgres.binary("psql")), *PSQL, "-f", str(script)]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_owner_prepares_the_database_and_nothing_is_left_for_a_superuser(owner: str) -> None:
    assert run(owner, "manage.py", "prepare_database").splitlines() == [
        "The database is ready. Organizations brought up to date: 0."
    ]
    assert run(owner, "-c", USES_IT).strip() == "1"
    with psycopg.connect(owner) as connection:
        able = "rolsuper OR rolcreatedb OR rolbypassrls OR rolreplication"
        roles = f"SELECT {able} FROM pg_roles WHERE rolname = current_user"  # noqa: S608
        assert connection.execute(roles).fetchall() == [(False,)]
        encoding = "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'interviewai'"
        assert connection.execute(encoding).fetchall() == [("UTF8",)]


def test_compose_hands_the_script_to_the_image_and_the_superuser_s_password_to_nobody_else() -> None:
    services = COMPOSE["services"]
    assert services["postgres"]["configs"] == [{"source": "owner", "target": "/docker-entrypoint-initdb.d/owner.sql"}]
    assert "POSTGRES_USER" not in services["postgres"]["environment"]
    for name, service in services.items():
        if "env_file" in service:
            assert service["environment"]["POSTGRES_SUPERUSER_PASSWORD"] == "", name
