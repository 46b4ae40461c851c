"""Starts both stores twice as the user id given, and prints what the second start found as JSON."""

import json
import os
import sys
from pathlib import Path

import psycopg

from interviewai.embedded import postgres, valkey

uid, home = int(sys.argv[1]), Path(sys.argv[2])
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)

with (
    postgres.running(home, fast=True) as database_url,
    valkey.running(home),
    psycopg.connect(database_url) as connection,
):
    connection.execute("CREATE TABLE kept (value text)")
    connection.execute("INSERT INTO kept VALUES ('from the first start')")

with (
    postgres.running(home, fast=True) as database_url,
    valkey.running(home),
    psycopg.connect(database_url) as connection,
):
    [(value,)] = connection.execute("SELECT value FROM kept").fetchall()
print(json.dumps({"uid": os.geteuid(), "kept": value}))
