"""A launcher to be killed: starts both stores in the FOLDER given, tells their process ids in FOLDER/held.json."""

import json
import signal
import sys
from pathlib import Path

from interviewai.embedded.postgres import Postgres
from interviewai.embedded.valkey import Valkey

home = Path(sys.argv[1])
processes = {"postgres": Postgres(home, fast=True).start(), "valkey": Valkey(home).start()}
draft = home / "held.draft"
draft.write_text(json.dumps({name: process.pid for name, process in processes.items()}))
draft.rename(home / "held.json")
signal.pause()
