"""The functions in Postgres that make an organization's schema and give the rights on it."""

import hashlib
from pathlib import Path

from organizations.schemas.owner import Owner

SQL = Path(__file__).parent / "sql"
DROP_LIKE_INDEXES = (SQL / "drop_like_indexes.sql").read_text(encoding="utf-8")
CANDIDATE_WRITES = (SQL / "candidate_writes.sql").read_text(encoding="utf-8")
PROTECT = (SQL / "protect_organization.sql").read_text(encoding="utf-8")
CREATE = (SQL / "create_organization_schema.sql").read_text(encoding="utf-8")
# Of what is run in each organization: a new version is run in each of them once.
RIGHTS_VERSION = hashlib.sha256((DROP_LIKE_INDEXES + CANDIDATE_WRITES + PROTECT).encode()).hexdigest()
# The last thing in each transaction that changes an organization.
FINISH = "SELECT public.drop_like_indexes({name}), public.protect_organization({name}, {version})"
UNFINISHED = "COMMENT ON SCHEMA {schema} IS 'being migrated'"


def install_functions(owner: Owner) -> None:
    for text in (DROP_LIKE_INDEXES, CANDIDATE_WRITES, PROTECT, CREATE):
        owner.execute(text.encode())
