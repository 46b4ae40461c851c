"""What stands in the stores when an attack is over: messages, owed work, and mails that were owed."""

import time
from collections import Counter

from benchmarks.siege.parent_platform import ADDRESS
from benchmarks.siege.reckoning import Wait
from benchmarks.siege.seeding import People
from interviewai.embedded.programs import BACKGROUND_QUEUES, WEBHOOKS_QUEUES
from tests.stack import Stack

QUEUES = ("live", *BACKGROUND_QUEUES.split(","), *WEBHOOKS_QUEUES.split(","))
UNACKNOWLEDGED = "unacked"
SETTLED_WITHIN_S = 120
DUE = """
SELECT organization_id, kind, count(*) AS rows FROM owed_work
 WHERE due_at <= now() GROUP BY organization_id, kind
"""
# An invitation's mail, by when it was owed; null while it was not sent.
MAILS = """
SELECT extract(epoch FROM interview.created_at)::float AS owed,
       (SELECT extract(epoch FROM min(mail.created_at))::float
          FROM public.organizations_localmail AS mail WHERE mail."to" = candidate.email) AS sent
  FROM interviews_interview AS interview
  JOIN interviews_candidate AS candidate ON candidate.id = interview.candidate_id
 WHERE candidate.email LIKE %s
"""


def settle(stack: Stack) -> None:
    """Until nothing is due: speech that is prepared for the seeded jobs must not slow the calm."""
    give_up_at = time.monotonic() + SETTLED_WITHIN_S
    while stack.rows(DUE):
        if time.monotonic() > give_up_at:
            raise TimeoutError("The stack does not come to rest.")
        time.sleep(0.5)


def messages(stack: Stack) -> dict[str, int]:
    valkey = stack.valkey()
    waiting = {queue: int(valkey.llen(queue)) for queue in QUEUES}
    return {**waiting, UNACKNOWLEDGED: int(valkey.hlen(UNACKNOWLEDGED))}


def owed(stack: Stack, mallory: People) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for row in stack.rows(DUE):
        whose = "mallory's" if row["organization_id"] == mallory.organization_id else "others'"
        counts[f"{whose} {row['kind']}"] += row["rows"]
    return counts


def mail_waits(stack: Stack, besieged: People) -> list[Wait]:
    rows = stack.rows(MAILS, ADDRESS.format("%"), schema=besieged.schema)
    now = time.time()
    return [Wait("mail", row["owed"], (row["sent"] or now) - row["owed"], row["sent"] is None) for row in rows]
